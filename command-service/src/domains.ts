import type { AnyDecider } from '@master-ia/platform/kernel/decider.ts';
import type { AnyProcesses } from '@master-ia/platform/kernel/process.ts';
import type { AnyFactKeeper, AnyReaction } from '@master-ia/platform/kernel/reaction.ts';
import type { TimerHandlers } from '@master-ia/platform/kernel/timer-runner.ts';
import { channelDecider } from './channels/channel.ts';
import { channelFacts } from './channels/facts.ts';
import { connectingProcesses } from './channels/processes.ts';
import { number } from './channels/number.ts';
import { channelReactions } from './channels/reactions.ts';
import { contact, identity } from './contacts/contact.ts';
import { contactFacts } from './contacts/facts.ts';
import { contactProcesses } from './contacts/processes.ts';
import { conversation } from './conversations/conversation.ts';
import type { EarlyEvidence } from './conversations/early-evidence.ts';
import { conversationFacts } from './conversations/facts.ts';
import { label } from './conversations/label.ts';
import { message } from './conversations/message.ts';
import { conversationReactions, conversationTimers } from './conversations/reactions.ts';
import { reading } from './conversations/reading.ts';
import { receivingProcesses } from './conversations/receiving.ts';
import { startingProcesses } from './conversations/starting.ts';
import { delivery } from './ingest/delivery.ts';
import { apiKey } from './tenancy/api-key.ts';
import { company } from './tenancy/company.ts';
import { tenancyFacts } from './tenancy/facts.ts';
import { link } from './tenancy/link.ts';
import { member } from './tenancy/member.ts';
import { tenancyProcesses } from './tenancy/processes.ts';
import { email, user } from './tenancy/user.ts';
import { templateFacts } from './templates/facts.ts';
import { template } from './templates/template.ts';

type Options = { readonly simulatedAllowed: boolean };
/** Every aggregate of the product. */
export const deciders = (o: Options): readonly AnyDecider[] => [
  company,
  user,
  email,
  member,
  apiKey,
  link,
  channelDecider(o),
  number,
  identity,
  contact,
  conversation,
  reading,
  label,
  message,
  template,
  delivery,
];
export const processes = (early: EarlyEvidence): readonly AnyProcesses[] => [
  tenancyProcesses,
  connectingProcesses,
  contactProcesses,
  startingProcesses,
  receivingProcesses(early),
];
export const factKeepers: readonly AnyFactKeeper[] = [tenancyFacts, channelFacts, contactFacts, conversationFacts, templateFacts];
export const reactions = (early: EarlyEvidence): readonly AnyReaction[] => [...channelReactions, ...conversationReactions(early)];
export const timers: TimerHandlers = { ...conversationTimers };
