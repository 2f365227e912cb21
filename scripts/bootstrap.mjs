// Runs a script of the project under the packaged Node 24, after installing the packages when package-lock.json has changed.
// Any Node >= 18 can run this file: node scripts/bootstrap.mjs [--node-option…] SCRIPT [args…]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import './end-with-parent.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.bootstrap');
const exe = process.platform === 'win32' ? '.exe' : '';

const fail = (why) => {
  process.stderr.write(`bootstrap: ${why}\n`);
  process.exit(1);
};
const text = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
const isFile = (file) => existsSync(file) && statSync(file).isFile();

/** An installation by hand (`npm install`) counts too: npm's own record of what lies in node_modules has everything that the lock file asks for. */
const recordMatches = (lock) => {
  const record = text(join(modules, '.package-lock.json'));
  if (record === '') return false;
  const wanted = JSON.parse(lock).packages;
  const there = JSON.parse(record).packages;
  return Object.entries(wanted).every(([path, w]) => {
    const t = there[path];
    if (path === '') return true;
    if (t === undefined) return w.optional === true || w.os !== undefined || w.cpu !== undefined;
    return t.version === w.version && t.integrity === w.integrity;
  });
};

/** npm's own program, so that no shell and no .cmd file is needed; and a Node outside of node_modules to run it, which npm ci is about to delete. */
const findNpm = () => {
  const outside = (dir) => dir !== '' && !resolve(dir).startsWith(modules);
  const path = (process.env.PATH ?? process.env.Path ?? '').split(delimiter).filter(outside);
  const nodes = [process.execPath, ...path.map((dir) => join(dir, `node${exe}`))].filter(
    (n) => isFile(n) && !realpathSync(n).startsWith(modules + sep),
  );
  const near = (dir) => [join(dir, 'node_modules/npm/bin/npm-cli.js'), join(dir, '../lib/node_modules/npm/bin/npm-cli.js')];
  const linked = path
    .map((dir) => join(dir, 'npm'))
    .filter(isFile)
    .map((file) => realpathSync(file)); // POSIX: a link to npm-cli.js
  const candidates = [process.env.npm_execpath ?? '', ...nodes.flatMap((n) => near(dirname(n))), ...linked, ...path.flatMap(near)];
  const cli = candidates.find((file) => file.endsWith('npm-cli.js') && isFile(file));
  return cli === undefined ? undefined : { cli, node: nodes[0] ?? process.execPath };
};

const offline = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b/;

const install = async (hash) => {
  const npm = findNpm();
  if (npm === undefined) fail('npm was not found; install Node.js together with npm (https://nodejs.org)');
  process.stderr.write('Installing packages (first start, or package-lock.json has changed)…\n');
  const child = spawn(npm.node, [npm.cli, 'ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (d) => (output += d));
  child.stderr.on('data', (d) => (output += d));
  const passOn = (signal) => child.kill(signal);
  for (const s of ['SIGINT', 'SIGTERM']) process.on(s, passOn);
  const [code, signal] = await new Promise((done) => {
    child.on('error', (e) => ((output += e.message), done([1, null])));
    child.on('close', (c, s) => done([c, s]));
  });
  for (const s of ['SIGINT', 'SIGTERM']) process.off(s, passOn);
  if (signal !== null) fail(`the installation was ended by ${signal}`);
  if (code !== 0) {
    const network = offline.exec(output);
    if (network !== null) fail(`npm ci could not reach the package registry (${network[1]}); check the network and start again`);
    const lines = output.split('\n').map((l) => l.replace(/^npm (error|ERR!) ?/, '').trim());
    const why = lines.find((l) => l !== '' && !/^(code|errno|syscall|path) /.test(l)) ?? 'no reason given';
    fail(`npm ci failed (exit ${code}): ${why}`);
  }
  writeFileSync(stamp, hash);
};

const main = async () => {
  const args = process.argv.slice(2);
  const at = args.findIndex((a) => !a.startsWith('--'));
  if (at < 0) fail('usage: node scripts/bootstrap.mjs [--node-option…] SCRIPT [args…]');
  if (Number(process.versions.node.split('.')[0]) < 18) fail(`Node 18 or newer is needed to begin with; this is ${process.version}`);

  const lock = text(join(root, 'package-lock.json'));
  if (lock === '') fail('package-lock.json is missing');
  const hash = createHash('sha256').update(lock).digest('hex');
  if (text(stamp) !== hash) {
    if (recordMatches(lock)) writeFileSync(stamp, hash);
    else await install(hash);
  }
  const node = [`node/bin/node${exe}`, `.bin/node${exe}`].map((n) => join(modules, n)).find(isFile);
  if (node === undefined) fail('the package `node` brought no program; are install scripts switched off (npm config ignore-scripts)?');

  const script = resolve(root, args[at]);
  if (!isFile(script)) fail(`no such script: ${args[at]}`);
  const cache = join(modules, '.cache/v8');
  mkdirSync(cache, { recursive: true });
  const argv = ['--import', new URL('end-with-parent.mjs', import.meta.url).href, ...args.slice(0, at), script, ...args.slice(at + 1)];
  const env = { ...process.env, NODE_COMPILE_CACHE: cache };

  // Where Node can, this process becomes the script: no second process, no signal to pass on.
  if (typeof process.execve === 'function' && process.platform !== 'win32') process.execve(node, [node, ...argv], env);
  const child = spawn(node, argv, { stdio: 'inherit', env });
  for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => child.kill(s));
  child.on('error', (e) => fail(`cannot run ${node}: ${e.message}`));
  child.on('close', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};

await main().catch((e) => fail(e instanceof Error ? e.message : String(e)));
