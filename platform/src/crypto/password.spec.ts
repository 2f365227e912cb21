import { checkPassword, hashPassword } from './password.ts';

describe('password hashes', () => {
  it('accept their own password only, whatever its spelling of accents', async () => {
    const hash = await hashPassword('a\u00e7a\u00ed com granola');
    expect(hash).toMatch(/^argon2id\$19456\$2\$1\$/);
    expect(hash).not.toContain('granola');
    expect(await checkPassword('ac\u0327ai\u0301 com granola', hash)).toBe(true);
    expect(await checkPassword('açaí com granol', hash)).toBe(false);
  });
  it('refuse what is no hash', async () => {
    expect(await checkPassword('x', 'plain text')).toBe(false);
    expect(await checkPassword('x', '')).toBe(false);
  });
});
