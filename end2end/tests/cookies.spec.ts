// Rule 10: a stale, foreign or broken cookie leads to the sign-in page, and signing in works at once.

import { demo, DEMO_PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { SignIn } from '../pages/identity.ts';
import { arrive, path, visit } from '../pages/page.ts';

type Cookie = { value: string; path?: string; name?: string };

/** Each gets a real, current value to break. */
const BROKEN: Record<string, (real: string) => Cookie[]> = {
  empty: () => [{ value: '' }],
  garbage: () => [{ value: 'garbage' }],
  'the form of a token but nobody’s': (real) => [{ value: real.replace(/[0-9A-Za-z]/g, (c) => (/\d/.test(c) ? '7' : 'b')) }],
  'one character changed': (real) => [{ value: (real.startsWith('a') ? 'b' : 'a') + real.slice(1) }],
  'cut off': (real) => [{ value: real.slice(0, -3) }],
  'too long': (real) => [{ value: real + 'a'.repeat(3500) }],
  quoted: (real) => [{ value: `"${real.slice(2)}"` }],
  'percent signs': () => [{ value: '%00%ff%zz%' }],
  'base64 of something else': () => [{ value: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }],
  'many at once': () => [
    { value: 'one', path: '/' },
    { value: 'two', path: '/account' },
    { value: 'three', path: '/sign-in' },
    { value: 'four', path: '/api' },
  ],
  'many at once, of the right form': (real) =>
    ['/', '/account', '/account/assister', '/sign-in'].map((path, n) => ({ value: real.replace(/[0-9a-f]{8}$/, `0000000${n}`), path })),
  'of another program on this host': () => [
    { name: 'JSESSIONID', value: '0123456789ABCDEF' },
    { name: 'lang', value: '"de"' },
    { name: '__utma', value: '1.2.3=4|5' },
  ],
};

for (const [what, make] of Object.entries(BROKEN)) {
  test(`a broken cookie (${what}) leads to a sign-in page that works`, async ({ actors, page }) => {
    const signedIn = await actors.visitor();
    await visit(signedIn, '/sign-in');
    await new SignIn(signedIn).submit(demo.consumer, DEMO_PASSWORD);
    await arrive(signedIn, 'Your account');
    const real = (await signedIn.context().cookies()).find((cookie) => cookie.httpOnly);
    expect(real, 'the session cookie').toBeDefined();
    expect(real!.sameSite).toBe('Lax');

    const base = { name: real!.name, domain: real!.domain, path: '/', httpOnly: true };
    await page.context().addCookies(make(real!.value).map((cookie) => ({ ...base, ...cookie })));
    await visit(page, '/account/assister');
    await arrive(page, 'Sign in');
    await new SignIn(page).submit(demo.consumer, DEMO_PASSWORD);
    await arrive(page, 'Assister Details');
    expect(path(page)).toBe('/account/assister');
    await visit(page, '/account');
    await arrive(page, 'Your account');
  });
}
