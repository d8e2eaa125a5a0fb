// The header: who is signed in, the assister's own number, and the way out.

import { expect, type Locator, type Page } from '@playwright/test';
import { readNumber } from '../fixtures/numbers.ts';

export function header(page: Page): Locator {
  return page.getByRole('banner');
}

/** The reference number in an assister's header. */
export async function headerNumber(page: Page): Promise<string> {
  await expect(header(page)).toContainText('Your reference number');
  return readNumber(await header(page).innerText());
}

/** Leaves by the button, a form that posts. */
export async function signOut(page: Page): Promise<void> {
  await header(page).getByRole('button', { name: 'Sign out', exact: true }).click();
}

/** The navigation bar. Where there is no room for it its links are behind a disclosure. */
export function bar(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Main', exact: true });
}

/** Opens what is behind one's name and goes to one of the pages there. */
export async function ownPage(page: Page, name: string): Promise<void> {
  const menu = header(page).locator('.menu__all');
  await menu.locator('summary').click();
  await menu.getByRole('link', { name, exact: true }).click();
}
