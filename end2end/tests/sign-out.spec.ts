// Signing out: the button, and that nothing personal is left behind.

import { expect, test } from '../fixtures/test.ts';
import { header, signOut } from '../pages/header.ts';
import { arrive, path, visit } from '../pages/page.ts';

// Both ways: what a browser shows again on "Back" is its own affair, with scripts and without.
test('after signing out, back shows nothing personal', { tag: '@journey' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await visit(page, '/account/assister');
  await arrive(page, 'Assister Details');
  await visit(page, '/account');
  await expect(page.locator('body')).toContainText(who.name);
  await signOut(page);
  await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  await expect(page.locator('body')).not.toContainText(who.name);
  for (const step of [1, 2]) {
    await page.goBack();
    await arrive(page, 'Sign in');
    expect(path(page), `${step} back`).toBe('/sign-in');
    await expect(page.locator('body')).not.toContainText(who.name);
  }
});

test('a session that was ended in one tab is over in the other', async ({ actors, watch }) => {
  // The running page asks for the next page's data and is told that nobody is signed in.
  watch.allow(/status of 401/);
  const { page, who } = await actors.consumer();
  const other = await page.context().newPage();
  await visit(other, '/account');
  await signOut(page);
  await expect(header(page).getByRole('button', { name: 'Sign out' })).toHaveCount(0);
  await other.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await arrive(other, 'Sign in');
  await expect(other.locator('body')).not.toContainText(who.name);
});
