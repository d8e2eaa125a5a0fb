// Going from page to page in the running application: what is left stays until the next is here.

import type { Page } from '@playwright/test';
import { say } from '../../fixtures/catalog.ts';
import { demo } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { arrive, heading, visit } from '../../pages/page.ts';

/** Counts from now on the moments at which there is not exactly one heading. */
async function watchHeadings(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const state = Object.assign(window, { withoutHeading: 0 });
    new MutationObserver(() => {
      if (document.querySelectorAll('h1').length !== 1) state.withoutHeading += 1;
    }).observe(document.body, { childList: true, subtree: true });
  });
  return () => page.evaluate(() => (window as unknown as { withoutHeading: number }).withoutHeading);
}

/** Holds back what pages load, until it is let go. */
async function holdBack(page: Page): Promise<() => Promise<void>> {
  let go = (): void => undefined;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/api/*', async (route) => {
    await held;
    await route.continue();
  });
  return async () => go();
}

test('the page that is left stays, with its heading, until the next one is here', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  await arrive(page, say('clients.heading'));
  const without = await watchHeadings(page);
  const main = page.getByRole('main');
  // To another page, to another list of the same page, and into a section.
  for (const [link, from, to, address] of [
    [main.locator('table a[href^="/clients/"]').first(), say('clients.heading'), /./, /\/clients\/[0-9a-f-]+/],
    [main.getByRole('link', { name: 'Back to your clients' }).first(), /./, say('clients.heading'), /\/clients(\?|$)/],
  ] as const) {
    const before = await page.locator('h1').innerText();
    await page.evaluate(() => window.scrollTo(0, 200));
    const letGo = await holdBack(page);
    await link.click();
    await expect(main).toHaveAttribute('aria-busy', 'true');
    await expect(heading(page, before)).toBeVisible();
    await expect(main.locator('[data-pressed]')).toHaveCount(1);
    await letGo();
    await expect(heading(page, to)).toBeFocused();
    await expect(page).toHaveURL(address);
    await expect(main).not.toHaveAttribute('aria-busy');
    expect(await page.evaluate(() => window.scrollY), `at the top after ${String(from)}`).toBe(0);
  }
  expect(await without()).toBe(0);
});

test('a tab, an order and the next page keep the focus, and the old rows until the new ones are here', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  await visit(page, '/clients');
  await arrive(page, say('clients.heading'));
  const without = await watchHeadings(page);
  const main = page.getByRole('main');
  for (const name of [/^In Progress/, /^All/]) {
    const tab = main.getByRole('link', { name });
    const rows = await main.locator('tbody tr').count();
    const letGo = await holdBack(page);
    await tab.focus();
    await page.keyboard.press('Enter');
    await expect(main).toHaveAttribute('aria-busy', 'true');
    expect(await main.locator('tbody tr').count()).toBe(rows);
    await letGo();
    await expect(tab).toHaveAttribute('aria-current', 'page');
    await expect(tab).toBeFocused();
  }
  expect(await without()).toBe(0);
});
