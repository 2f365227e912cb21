import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { texts } from '../../testing/texts';
import { PageTitle, titleOf } from './page-title';

describe('titleOf', () => {
  it.each([
    [0, 'Conversas', 'Conversas · Master IA'],
    [3, 'Conversas', '(3) Conversas · Master IA'],
    [120, 'Ana', '(99+) Ana · Master IA'],
    [0, '', 'Master IA'],
  ])('of %d unread on %p', (unread, page, title) => expect(titleOf(unread, page)).toBe(title));
});

describe('PageTitle', () => {
  it('follows the unread count', () => {
    TestBed.configureTestingModule({ imports: [texts()] });
    const page = TestBed.inject(PageTitle);
    page.about('Ana');
    page.unread.set(2);
    TestBed.tick();
    expect(TestBed.inject(Title).getTitle()).toBe('(2) Ana · Master IA');
  });
});
