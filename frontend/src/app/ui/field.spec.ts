import { Component, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { FormField, form, minLength, required } from '@angular/forms/signals';
import { texts } from '../../testing/texts';
import { Control, Field } from './field';
import { SecretField } from './secret-field';

@Component({
  selector: 'mia-host',
  imports: [Control, Field, FormField, SecretField],
  template: `
    <mia-field label="Nome" hint="Como a equipe vê você." [state]="f.name()"><input miaControl [formField]="f.name" /></mia-field>
    <mia-field label="Senha" [state]="f.password()"><mia-secret-field [formField]="f.password" autocomplete="new-password" /></mia-field>
  `,
})
class Host {
  readonly model = signal({ name: '', password: '' });
  readonly f = form(this.model, (p) => {
    required(p.name);
    minLength(p.password, 10);
  });
}

const open = async () => {
  TestBed.configureTestingModule({ imports: [Host, texts()] });
  const f = TestBed.createComponent(Host);
  await f.whenStable();
  const root = f.nativeElement as HTMLElement;
  const [name, password] = [...root.querySelectorAll('input')] as [HTMLInputElement, HTMLInputElement];
  return { f, root, name, password };
};

describe('Field', () => {
  it('names and describes its control', async () => {
    const { root, name } = await open();
    expect(root.querySelector('label')?.htmlFor).toBe(name.id);
    expect(root.querySelector(`#${name.getAttribute('aria-describedby') ?? ''}`)?.textContent).toContain('Como a equipe');
    expect(name.getAttribute('aria-invalid')).toBeNull();
  });

  it('says what is wrong once the field was left', async () => {
    const { f, root, name } = await open();
    name.dispatchEvent(new Event('blur'));
    await f.whenStable();
    expect(name.getAttribute('aria-invalid')).toBe('true');
    expect(root.querySelector('[role=alert]')?.textContent).toContain('Preencha este campo.');
    expect(root.querySelector(`#${name.getAttribute('aria-describedby') ?? ''}`)?.getAttribute('role')).toBe('alert');
  });

  it('fills the figures of a rule into its words', async () => {
    const { f, root, password } = await open();
    password.value = 'curta';
    password.dispatchEvent(new Event('input'));
    password.dispatchEvent(new Event('blur'));
    await f.whenStable();
    expect(f.componentInstance.model().password).toBe('curta');
    expect(root.textContent).toContain('Pelo menos 10 caracteres.');
  });
});

describe('SecretField', () => {
  it('covers the secret until the eye is pressed', async () => {
    const { f, root, password } = await open();
    const eye = root.querySelector('mia-secret-field button') as HTMLButtonElement;
    expect([password.type, password.autocomplete, eye.getAttribute('aria-label')]).toEqual(['password', 'new-password', 'Mostrar']);
    eye.click();
    await f.whenStable();
    expect([password.type, eye.getAttribute('aria-label'), eye.getAttribute('aria-pressed')]).toEqual(['text', 'Ocultar', 'true']);
  });
});
