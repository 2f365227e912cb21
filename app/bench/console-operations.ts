import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Kind, parse, print, visit, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';

const CONSOLE = fileURLToPath(new URL('../../frontend/src/app/', import.meta.url));

/** The console's own operations, each as the text that it sends: measured is what a screen asks. */
export const consoleOperations = (): ((name: string) => string) => {
  const files = globSync('features/conversations/**/*.graphql', { cwd: CONSOLE });
  const definitions = files.flatMap((file) => parse(readFileSync(`${CONSOLE}${file}`, 'utf8')).definitions);
  const operations = new Map<string, OperationDefinitionNode>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const d of definitions) {
    if (d.kind === Kind.OPERATION_DEFINITION && d.name) operations.set(d.name.value, d);
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
  }
  const used = (node: OperationDefinitionNode | FragmentDefinitionNode, found: Map<string, FragmentDefinitionNode>): void => {
    visit(node, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (!fragment || found.has(name.value)) return;
        found.set(name.value, fragment);
        used(fragment, found);
      },
    });
  };
  return (name) => {
    const operation = operations.get(name);
    if (!operation) throw new Error(`the console has no operation ${name}`);
    const found = new Map<string, FragmentDefinitionNode>();
    used(operation, found);
    return [operation, ...found.values()].map(print).join('\n');
  };
};
