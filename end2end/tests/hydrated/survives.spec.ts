// Whatever happens to the program, to the page on its way, in the browser or on the line: links and forms work, and nothing is lost.

import type { Page } from '@playwright/test';
import { say } from '../../fixtures/catalog.ts';
import { demo } from '../../fixtures/people.ts';
import { putElementFirst, putElementsBehindFields, takeCommentsOut, takeWebAssembly, wrapWords } from '../../fixtures/strangers.ts';
import { expect, test } from '../../fixtures/test.ts';
import { arrive, heading, visit } from '../../pages/page.ts';

/** What the program is said to have ended of, by the page itself. */
function endings(page: Page): string[] {
  const said: string[] = [];
  page.on('request', (request) => {
    const why = /\/program-ended\/(\w+)$/.exec(request.url());
    if (why) said.push(why[1]!);
  });
  return said;
}

/** The next page is one that the server made whole. */
async function comesWhole(page: Page, act: () => Promise<unknown>): Promise<void> {
  const whole = page.waitForRequest((request) => request.isNavigationRequest() && request.frame() === page.mainFrame());
  await act();
  await whole;
}

/** Works without the program: a link, a form that is refused and keeps what was typed, and the way back. */
async function worksAlone(page: Page): Promise<void> {
  const main = page.getByRole('main');
  await comesWhole(page, () => main.getByRole('link', { name: /^In Progress/ }).click());
  await expect(heading(page, say('clients.heading'))).toBeVisible();
  await page.getByRole('search').getByRole('textbox').fill('no such name');
  await comesWhole(page, () => main.getByRole('button', { name: 'Search' }).click());
  await expect(page.getByRole('status').filter({ hasText: '“no such name”' })).toBeVisible();
  await page.goBack();
  await expect(heading(page, say('clients.heading'))).toBeVisible();
}

/** What happens to a page before the program makes it live. */
const CHANGES: [string, (page: Page) => Promise<unknown>][] = [
  ['a proxy takes comments out', (page) => takeCommentsOut(page, '**/clients*')],
  ['a translator wraps its words', wrapWords],
  ['an extension puts an element first', putElementFirst],
  ['a password manager puts elements behind fields', putElementsBehindFields],
];

for (const [what, change] of CHANGES) {
  test(`${what}: everything works`, async ({ actors }) => {
    const page = await actors.demo(demo.navigator);
    const ended = endings(page);
    await change(page);
    await page.goto('/clients');
    await expect.poll(() => ended).toEqual(['changed']);
    await worksAlone(page);
    await expect(page.locator('html')).not.toHaveAttribute('data-hydrated');
  });
}

test('elements that an extension puts around fields of a running page are in nobody’s way', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  await page.evaluate(() => {
    for (const field of document.querySelectorAll('main input')) {
      const around = document.createElement('span');
      field.replaceWith(around);
      around.append(field, document.createElement('span'));
    }
    document.body.prepend(document.createElement('div'));
  });
  await page.getByRole('search').getByRole('textbox').fill('no such name');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  await expect(page.getByRole('status').filter({ hasText: '“no such name”' })).toBeVisible();
});

test('the program can’t be started: everything works', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const ended = endings(page);
  await takeWebAssembly(page);
  await page.goto('/clients');
  await expect.poll(() => ended).toEqual(['start']);
  await worksAlone(page);
});

test('the program fails on the way to a page: the page comes whole, at the first click', async ({ actors, watch }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  const ended = endings(page);
  watch.allow(/./);
  await page.evaluate(() => {
    const fails = (): never => {
      throw new Error('no more of these');
    };
    document.createElement = fails;
    document.createComment = fails;
    document.createTextNode = fails;
    Node.prototype.cloneNode = fails;
  });
  await comesWhole(page, () => page.getByRole('main').locator('table a[href^="/clients/"]').first().click());
  await expect(page).toHaveURL(/\/clients\/[0-9a-f-]+/);
  await arrive(page, /./);
  expect(ended).toEqual(['panic']);
});

test('a piece of the program that is not there any more: the page comes whole, at the first click', async ({ actors, watch }) => {
  const { page } = await actors.consumer();
  await visit(page, '/account/assister');
  const ended = endings(page);
  watch.allow(/./);
  await page.route('**/pkg/split_authorize*', (route) => route.fulfill({ status: 404 }));
  await comesWhole(page, () => page.getByRole('main').locator('a[href^="/account/assister/add"]').first().click());
  await expect(heading(page, 'Select the Assister Helping You')).toBeVisible();
  expect(ended[0]).toBe('panic');
});

test('after a deploy an old page goes on to the next one whole, and what was typed before is sent', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  await page.route('**/api/**', async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await route.fulfill({ response: answer, headers: { ...answer.headers(), build: '/pkg/portal.another.wasm' } });
  });
  await comesWhole(page, () => page.getByRole('main').getByRole('link', { name: /^In Progress/ }).click());
  await arrive(page, say('clients.heading'));
  await expect(page).toHaveURL(/list=in-progress/);
  await page.getByRole('search').getByRole('textbox').fill('no such name');
  await comesWhole(page, () => page.getByRole('main').getByRole('button', { name: 'Search' }).click());
  await expect(page.getByRole('status').filter({ hasText: '“no such name”' })).toBeVisible();
});

test('words that a translator replaced later are today’s on the next page', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  await page.evaluate(() => {
    document.documentElement.classList.add('translated-ltr');
    const total = document.querySelector('main .total')!;
    total.innerHTML = '<font><font>12 klantoj</font></font>';
  });
  await comesWhole(page, () => page.getByRole('main').getByRole('link', { name: /^In Progress/ }).click());
  await arrive(page, say('clients.heading'));
  await expect(page.locator('main .total')).not.toContainText('klantoj');
});

test('without a line the page stays and says so in view, and the next one comes by itself', async ({ actors, watch }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  // The records' piece of the program can't be fetched either, which ends the program: the next page comes whole.
  watch.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|RuntimeError: unreachable/);
  const offline = page.getByRole('alert').filter({ hasText: say('errors.no_answer_heading') });
  await page.context().setOffline(true);
  await page.getByRole('main').locator('table a[href^="/clients/"]').first().click();
  await expect(offline).toBeInViewport();
  await expect(heading(page, say('clients.heading'))).toBeVisible();
  await expect(offline.getByRole('button', { name: 'Try again' })).toBeVisible();
  await page.context().setOffline(false);
  await expect(page).toHaveURL(/\/clients\/[0-9a-f-]+/);
  await expect(heading(page, say('clients.heading'))).toBeHidden();
  await expect(offline).toBeHidden();
});

test('what is typed while other rows are on their way is typed into the page that they come in', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  let answer = (): void => undefined;
  const held = new Promise<void>((done) => (answer = done));
  await page.route('**/api/client-list', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('main').getByRole('link', { name: /^In Progress/ }).click();
  await expect(page.locator('main')).toHaveAttribute('aria-busy', 'true');
  const words = page.getByRole('search').getByRole('textbox');
  await words.fill('half a na');
  answer();
  await expect(page.getByRole('main').getByRole('link', { name: /^In Progress/ })).toHaveAttribute('aria-current', 'page');
  await expect(words).toHaveValue('half a na');
  await expect(words).toBeFocused();
});

test('a form without a line is not sent: that is said in view, with the focus, and all is kept', async ({ actors }) => {
  const { page } = await actors.consumer();
  await visit(page, '/security/details');
  const phone = page.getByLabel('Phone', { exact: true });
  await phone.fill('12');
  await page.context().setOffline(true);
  await page.getByRole('main').getByRole('button', { name: 'Save' }).click();
  const offline = page.getByRole('alert').filter({ hasText: say('errors.no_answer_form') });
  await expect(offline).toBeInViewport();
  await expect(offline).toBeFocused();
  await expect(phone).toHaveValue('12');
  // Not by itself: by the button, when there is a line.
  await offline.getByRole('button', { name: 'Try again' }).click();
  await expect(offline).toBeFocused();
  await page.context().setOffline(false);
  await expect(offline).toBeHidden();
  await page.getByRole('main').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText(say('your_details.phone_wrong')).first()).toBeVisible();
});

test('a form whose answer did not come says so in view, with the focus, and keeps all', async ({ actors, watch }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  watch.allow(/ERR_FAILED/);
  await page.route('**/api/**', (route) => route.abort());
  const words = page.getByRole('search').getByRole('textbox');
  await words.fill('no such name');
  await page.getByRole('main').getByRole('button', { name: 'Search' }).click();
  const notice = page.getByRole('main').getByRole('alert').filter({ hasText: say('errors.no_answer_heading') });
  await expect(notice).toBeInViewport();
  await expect(notice).toBeFocused();
  await expect(words).toHaveValue('no such name');
});

test('back and forward restore where one was: the row, the scroll, what was typed', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await page.setViewportSize({ width: 600, height: 400 });
  await visit(page, '/clients?list=all');
  await page.getByRole('search').getByRole('textbox').fill('half a na');
  const row = page.getByRole('main').locator('table a[href^="/clients/"]').nth(5);
  const to = await row.getAttribute('href');
  await row.scrollIntoViewIfNeeded();
  const top = await page.evaluate(() => scrollY);
  expect(top).toBeGreaterThan(0);
  await row.click();
  await expect(page).toHaveURL(new RegExp(to!));
  await expect(heading(page, say('clients.heading'))).toBeHidden();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(0);
  await page.goBack();
  await expect(heading(page, say('clients.heading'))).toBeVisible();
  await expect(page.getByRole('main').locator(`a[href="${to}"]`)).toBeFocused();
  await expect.poll(() => page.evaluate(() => scrollY)).toBe(top);
  await expect(page.getByRole('search').getByRole('textbox')).toHaveValue('half a na');
  await page.goForward();
  await expect(page).toHaveURL(new RegExp(to!));
  await expect(heading(page, say('clients.heading'))).toBeHidden();
});

test('a page that the browser kept shows nothing once its session is over', async ({ actors }) => {
  const { page } = await actors.consumer();
  await visit(page, '/account');
  const other = await page.context().newPage();
  await visit(other, '/account');
  await other.getByRole('button', { name: 'Sign out' }).first().click();
  await arrive(other, 'Sign in');
  // As the browser does when one goes back to it.
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(page.getByText('Your account')).toBeHidden();
  await arrive(page, 'Sign in');
});
