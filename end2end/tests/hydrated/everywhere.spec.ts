// Each page in each of the ways in which the program is not there, or not any more, and without a line: the page can be read, and its links
// lead on.

import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { say } from '../../fixtures/catalog.ts';
import { demo, type Demo } from '../../fixtures/people.ts';
import { putElementFirst, takeWebAssembly, wrapWords } from '../../fixtures/strangers.ts';
import { expect, test } from '../../fixtures/test.ts';

/** Whose pages: their addresses, and a link of the bar that leads on from each of them. */
const PAGES: [Demo, string, string[]][] = [
  [demo.consumer, 'Notices', ['/account', '/account/assister', '/account/application', '/account/assister/add', '/security', '/security/details', '/sessions']],
  [demo.navigator, 'My card', ['/clients', '/learning', '/learning/course/1', '/security']],
  [demo.broker, 'My card', ['/clients/agent-of-record']],
  [demo.contact, 'Contacts', ['/agency', '/agency/add', '/agency/import', '/agency/payments']],
  [demo.arc, 'Mail', ['/resource-center', '/resource-center/assisters', '/resource-center/consumers']],
];

/** Before the program makes the page live. */
const BEFORE: Record<string, (page: Page) => Promise<unknown>> = {
  'the program is blocked': (page) => page.route('**/pkg/**/*.{js,wasm}', (route) => route.abort()),
  'the program can’t be started': takeWebAssembly,
  'an extension changes the page': putElementFirst,
  'a translator wraps its words': wrapWords,
};

async function live(page: Page): Promise<void> {
  await expect(page.locator('html[data-hydrated]')).toBeAttached();
}

async function read(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Follows a link: another page comes, whoever brings it. */
async function leadsOn(page: Page, link: string): Promise<void> {
  const before = page.url();
  await follow(page, link);
  await expect(page).not.toHaveURL(before);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: link, exact: true })).toHaveAttribute('aria-current', 'page');
}

async function follow(page: Page, link: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: link, exact: true }).click();
}

async function inBrowser(browser: Browser, options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

for (const [who, link, addresses] of PAGES) {
  test(`${addresses.join(', ')}: readable and leading on without the program, however it is missing, and without a line`, async ({ actors, browser, baseURL }) => {
    test.setTimeout(300_000);
    const storageState = await (await actors.demo(who)).context().storageState();
    for (const address of addresses) {
      const step = (what: string, options: BrowserContextOptions, use: (page: Page) => Promise<void>) =>
        test.step(`${address}: ${what}`, () => inBrowser(browser, { baseURL, storageState, ...options }, use));
      await step('no JavaScript', { javaScriptEnabled: false }, async (page) => {
        await read(page, address);
        await leadsOn(page, link);
      });
      for (const [what, change] of Object.entries(BEFORE)) {
        await step(what, {}, async (page) => {
          await change(page);
          await read(page, address);
          await leadsOn(page, link);
        });
      }
      await step('the program ends by a fault', {}, async (page) => {
        await read(page, address);
        await live(page);
        await page.evaluate(() => dispatchEvent(new ErrorEvent('error', { error: { stack: '/pkg/' } })));
        await expect(page.locator('html[data-hydrated]')).toHaveCount(0);
        await leadsOn(page, link);
      });
      await step('no line', {}, async (page) => {
        await read(page, address);
        await live(page);
        const heading = await page.getByRole('heading', { level: 1 }).innerText();
        await page.context().setOffline(true);
        await follow(page, link);
        await expect(page.getByRole('alert').filter({ hasText: say('errors.no_answer_heading') })).toBeInViewport();
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
        await page.context().setOffline(false);
        await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(heading);
      });
    }
  });
}
