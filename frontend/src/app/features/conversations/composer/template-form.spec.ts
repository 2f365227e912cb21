import { TestBed } from '@angular/core/testing';
import { button, control } from '../../../../testing/form';
import { gateway } from '../../../../testing/gateway';
import { texts } from '../../../../testing/texts';
import { until } from '../../../../testing/until';
import type { TemplateHeaderFormat } from '../../../../gql/schema';
import { TemplateForm } from './template-form';

const template = (name: string, headerFormat: TemplateHeaderFormat, status = 'APPROVED') => ({
  __typename: 'TemplateEdge',
  node: {
    __typename: 'Template',
    id: name,
    name,
    language: 'pt_BR',
    category: 'UTILITY',
    status,
    body: `Corpo de ${name}.`,
    header: headerFormat === 'TEXT' ? 'Título' : null,
    headerFormat,
    footer: null,
    buttons: [],
    variables: [],
  },
});
const pageInfo = { __typename: 'PageInfo', hasNextPage: false, endCursor: null };

const open = async (...all: readonly ReturnType<typeof template>[]) => {
  let failing = false;
  const server = gateway({
    ChannelTemplates: () =>
      failing ? new Error('away') : { templates: { __typename: 'TemplateConnection', edges: all, pageInfo, totalCount: all.length } },
  });
  TestBed.configureTestingModule({ imports: [texts()], providers: [server.providers] });
  const f = TestBed.createComponent(TemplateForm);
  f.componentRef.setInput('channelId', 'channel-1');
  const root = f.nativeElement as HTMLElement;
  const shown = () => until(() => root.querySelector('select, mia-empty-state, mia-error-state') !== null);
  return { f, root, shown, fail: (on: boolean) => (failing = on) };
};

describe('choosing a template', () => {
  it('shows templates with a file in their header last, disabled, and says why', async () => {
    const { f, root, shown } = await open(
      template('aviso_com_foto', 'IMAGE'),
      template('boas_vindas', 'NONE'),
      template('cardapio', 'DOCUMENT'),
      template('pedido', 'TEXT'),
      template('rascunho', 'NONE', 'PENDING'),
    );
    await shown();
    const options = [...root.querySelectorAll('option')];
    expect(options.map((o) => [o.value, o.matches(':disabled')])).toEqual([
      ['boas_vindas', false],
      ['pedido', false],
      ['aviso_com_foto', true],
      ['cardapio', true],
    ]);
    expect(root.querySelector('optgroup')?.label).toBe('Com imagem, vídeo, documento ou local no título');
    const hint = document.getElementById(control(root, 'Modelo').getAttribute('aria-describedby') ?? '');
    expect(hint?.textContent).toContain('ainda não podem ser enviados daqui');
    expect(f.componentInstance.chosen()?.input.name).toBe('boas_vindas');
  });

  it('never chooses one, even when asked to', async () => {
    const { f, root, shown } = await open(template('aviso_com_foto', 'VIDEO'), template('pedido', 'TEXT'));
    await shown();
    const list = root.querySelector('select') as HTMLSelectElement;
    list.value = 'aviso_com_foto';
    list.dispatchEvent(new Event('change'));
    await f.whenStable();
    expect(f.componentInstance.chosen()).toBeNull();
  });

  it('says that none can be sent where all have a file', async () => {
    const { f, root, shown } = await open(template('aviso_com_foto', 'IMAGE'), template('mapa', 'LOCATION'));
    await shown();
    expect(root.textContent).toContain('Nenhum modelo que se possa enviar daqui');
    expect(root.textContent).toContain('ainda não podem ser enviados daqui');
    expect([root.querySelector('select'), f.componentInstance.chosen()]).toEqual([null, null]);
  });

  it('says nothing of files where none has one', async () => {
    const { root, shown } = await open(template('boas_vindas', 'NONE'));
    await shown();
    expect([root.querySelector('optgroup'), root.querySelector('.hint')]).toEqual([null, null]);
  });

  it('can be loaded again', async () => {
    const { root, shown, fail } = await open(template('boas_vindas', 'NONE'));
    fail(true);
    await shown();
    expect(root.querySelector('mia-error-state')).not.toBeNull();
    fail(false);
    button(root, 'Tentar de novo').click();
    await until(() => root.querySelector('select') !== null);
    expect(root.querySelectorAll('option')).toHaveLength(1);
  });
});
