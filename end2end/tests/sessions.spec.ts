// Where somebody is signed in: listed, and ended from another browser.

import { say } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';
import { expect, test } from '../fixtures/test.ts';
import { signIn } from '../pages/identity.ts';
import { arrive, scripted, visit } from '../pages/page.ts';

test('a forgotten browser is signed out from another one', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const forgotten = await actors.visitor();
  await signIn(forgotten, who.email, who.password);
  await visit(forgotten, '/account');
  await arrive(forgotten, 'Your account');

  await visit(page, '/account');
  await page.getByRole('contentinfo').getByRole('link', { name: say('sessions.heading') }).click();
  await arrive(page, say('sessions.heading'));
  const there = page.getByRole('button', { name: say('sessions.button') });
  await expect(there).toHaveCount(1);
  if (scripted()) await audit(page, 'two sessions');
  await there.click();
  await expect(page.getByText(say('sessions.only'))).toBeVisible();
  await expect(there).toHaveCount(0);
  if (scripted()) await audit(page, 'one session');

  await visit(forgotten, '/account');
  await arrive(forgotten, 'Sign in');
  await visit(page, '/account');
  await arrive(page, 'Your account');
});
