import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consoleTypes } from './console-types.ts';

const project = join(import.meta.dirname, '..');

describe("the console's GraphQL types", () => {
  let root: string;
  const put = async (path: string, text: string): Promise<void> => {
    await mkdir(join(root, path, '..'), { recursive: true });
    await writeFile(join(root, path), text);
  };
  beforeEach(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'mia-generate-')));
    await symlink(join(project, 'node_modules'), join(root, 'node_modules'), 'dir');
    await mkdir(join(root, 'frontend'));
    for (const file of ['codegen.ts', 'package.json', 'tsconfig.json'])
      await cp(join(project, 'frontend', file), join(root, 'frontend', file));
    await put('schemas/src/shop/schema.graphql', 'type Query { shop: Shop! }\ntype Shop { name: String! }\n');
    await put('frontend/src/shop.graphql', 'query Shop { shop { name } }\n');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are written, and seen to be stale when schema, document or file has changed', async () => {
    expect(await consoleTypes(root, { check: false })).toEqual([]);
    const document = join(root, 'frontend/src/shop.gql.ts');
    const text = await readFile(document, 'utf8');
    expect(text).toMatch(/ShopQuery/);
    expect(await consoleTypes(root, { check: true })).toEqual([]);

    await put('schemas/src/shop/schema.graphql', 'type Query { shop: Shop! }\ntype Shop { name: String }\n');
    await writeFile(document, `${text}export type Mine = 1;\n`);
    await put('frontend/src/gone.gql.ts', 'export {};\n');
    expect(await consoleTypes(root, { check: true })).toEqual([
      'frontend/src/gone.gql.ts has no document',
      'frontend/src/gql/schema.ts differs',
      'frontend/src/shop.gql.ts differs',
    ]);
    expect(await readFile(document, 'utf8')).toContain('Mine');
    await consoleTypes(root, { check: false });
    expect(await consoleTypes(root, { check: true })).toEqual([]);

    await put('frontend/src/shop.graphql', 'query Shop { shop { price } }\n');
    await expect(consoleTypes(root, { check: true })).rejects.toThrow();
  }, 60_000);
});
