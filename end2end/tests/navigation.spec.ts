// Getting around by the bar, by the menu behind one's name and by the footer; with JavaScript off the same.

import { audit } from '../fixtures/looks.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { bar, header, ownPage } from '../pages/header.ts';
import { arrive, heading, problems, scripted, visit } from '../pages/page.ts';
import type { Page } from '@playwright/test';

const PHONE = { width: 360, height: 740 };

/** The links that are marked as those of the page on screen. */
function current(page: Page) {
  return bar(page).locator('a[aria-current]:visible');
}

/** A page that the server writes by itself has no program to wait for. */
async function arrivePlain(page: Page, name: string): Promise<void> {
  await expect(heading(page, name)).toBeVisible();
  if (scripted()) await audit(page, name);
}

test('a consumer gets around by the bar, the menu and the footer', { tag: '@journey' }, async ({ actors }) => {
  const { page } = await actors.consumer();
  await expect(current(page)).toHaveText('Home');
  for (const [link, name] of [
    ['My assister', 'Assister Details'],
    ['Notices', 'Notices'],
    ['Home', 'Your account'],
  ] as const) {
    await bar(page).getByRole('link', { name: link, exact: true }).click();
    await arrive(page, name);
    await expect(current(page)).toHaveText(link);
    await expect(current(page)).toHaveAttribute('aria-current', 'page');
  }
  await bar(page).getByRole('link', { name: 'My assister', exact: true }).click();
  await arrive(page, 'Assister Details');
  await page.getByRole('link', { name: 'Add an assister', exact: true }).click();
  await expect(current(page)).toHaveText('My assister');
  await expect(current(page)).toHaveAttribute('aria-current', 'true');

  await ownPage(page, 'Your details');
  await arrive(page, 'Your details');
  await expect(current(page)).toHaveCount(0);
  await expect(header(page).getByRole('link', { name: 'Your details' }), 'the menu is closed').toBeHidden();
  await ownPage(page, 'Sign-in and security');
  await arrive(page, 'Sign-in and security');
  for (const name of ['Privacy', 'Accessibility statement', 'What this portal can’t do']) {
    await page.getByRole('contentinfo').getByRole('link', { name, exact: true }).click();
    await arrivePlain(page, name);
  }
  await page.getByRole('contentinfo').getByRole('link', { name: 'Contact and hours', exact: true }).click();
  await arrivePlain(page, 'Help');
  await bar(page).getByRole('link', { name: 'Home', exact: true }).click();
  await arrive(page, 'Your account');

  await header(page).locator('.menu__all summary').click();
  await header(page).locator('.menu__list').getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(header(page).getByRole('link', { name: 'Sign in', exact: true })).toBeVisible();
});

test('on a phone the bar is behind a disclosure', { tag: '@journey' }, async ({ actors }) => {
  const page = await actors.demo(demo.manager);
  await page.setViewportSize(PHONE);
  await visit(page, '/resource-center');
  await page.setViewportSize(PHONE);
  const link = bar(page).getByRole('link', { name: 'Mail', exact: true });
  await expect(link).toBeHidden();
  await bar(page).getByText('Menu', { exact: true }).click();
  await expect(bar(page).getByRole('link')).toHaveText(['Queues', 'People', 'Consumers', 'Organizations', 'Plans', 'Mail', 'Worksheets']);
  await expect(current(page)).toHaveText('Queues');
  await expect(bar(page).getByRole('link', { name: 'Queues', exact: true })).toHaveAccessibleDescription(/^\d+\+? waiting$/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  await link.click();
  await expect(heading(page, 'Mail')).toBeVisible();
  await expect(link, 'it is closed again').toBeHidden();
});

test('the bar and the menu are used by keyboard', { tag: '@live' }, async ({ actors }) => {
  const page = await actors.demo(demo.broker);
  await visit(page, '/clients');
  const tabTo = async (name: string) => {
    for (let stops = 0; stops < 30; stops++) {
      await page.keyboard.press('Tab');
      const on = await page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? '');
      if (on === name) return;
    }
    throw new Error(`Tab never came to ${name}`);
  };
  await tabTo('Tom Lindqvist');
  await page.keyboard.press('Enter');
  await tabTo('Where you\'re signed in');
  await page.keyboard.press('Enter');
  await arrive(page, "Where you're signed in");
  await expect(header(page).locator('.menu__link[aria-current=page]')).toHaveText("Where you're signed in");
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.locator('.skip-link').focus();
  await tabTo('My card');
  await page.keyboard.press('Enter');
  await arrive(page, 'My card');
  await expect(heading(page, 'My card')).toBeFocused();
  await expect(current(page)).toHaveText('My card');
  await page.goBack();
  await arrive(page, "Where you're signed in");
  await expect(current(page)).toHaveCount(0);
  await bar(page).getByRole('link', { name: 'Agent of Record', exact: true }).click();
  await arrive(page, 'Agent of Record');
  await expect(current(page)).toHaveText('Agent of Record');
});

test('the title says that something is wrong for as long as it is', { tag: '@journey' }, async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.open();
  const name = await page.title();
  await wizard.lookUp('1');
  await expect(problems(page)).toBeVisible();
  await expect(page).toHaveTitle(`Error: ${name}`);
  await wizard.lookUp(number);
  await arrive(page, 'Is this your assister?');
  await expect(page).toHaveTitle(/^Is this your assister\?/);
});

test('paper has no bar', async ({ actors }) => {
  const page = await actors.demo(demo.manager);
  await visit(page, '/resource-center');
  await page.emulateMedia({ media: 'print' });
  await expect(bar(page)).toBeHidden();
  await expect(header(page).locator('.menu')).toBeHidden();
});
