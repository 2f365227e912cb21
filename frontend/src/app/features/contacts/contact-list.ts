import { Component } from '@angular/core';
import { Skeleton } from '../../ui/skeleton';

@Component({ selector: 'mia-contact-list', imports: [Skeleton], template: `<mia-skeleton shape="rows" />` })
export default class ContactList {}
