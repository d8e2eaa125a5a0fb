// Rule 10, as far as a browser decides which cookies it sends, and in which order: signing in works beside cookies of other paths.

import { demo, DEMO_PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { SignIn } from '../pages/identity.ts';
import { arrive, path, visit } from '../pages/page.ts';

type Cookie = { value: string; path: string };

/** Each gets a real, current value to break. */
const BROKEN: Record<string, (real: string) => Cookie[]> = {
  'of no form': () => ['/', '/account', '/sign-in', '/api'].map((at) => ({ value: `of${at}`, path: at })),
  'of the right form': (real) =>
    ['/', '/account', '/account/assister', '/sign-in'].map((at, n) => ({ value: real.replace(/[0-9a-f]{8}$/, `0000000${n}`), path: at })),
};

test('cookies of many paths, none of them good, lead to a sign-in page that works', async ({ actors }) => {
  const real = (await (await actors.demo(demo.consumer)).context().cookies()).find((cookie) => cookie.httpOnly);
  expect(real, 'the session cookie').toBeDefined();
  for (const [what, make] of Object.entries(BROKEN)) {
    const page = await actors.visitor();
    const base = { name: real!.name, domain: real!.domain, httpOnly: true };
    await page.context().addCookies(make(real!.value).map((cookie) => ({ ...base, ...cookie })));
    await visit(page, '/account/assister');
    await new SignIn(page).submit(demo.consumer, DEMO_PASSWORD);
    await arrive(page, 'Assister Details');
    expect(path(page), what).toBe('/account/assister');
    await visit(page, '/account');
    await arrive(page, 'Your account');
  }
});
