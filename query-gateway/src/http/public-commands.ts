import { Router } from 'express';
import type { CommandDef, Domain, Position } from '@master-ia/schemas/contract.ts';
import { contactProcesses } from '@master-ia/schemas/contacts/index.ts';
