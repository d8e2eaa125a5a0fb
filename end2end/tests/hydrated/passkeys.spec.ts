// Passkeys, with Chromium's virtual authenticator. What a browser without JavaScript is told about them: access.spec.ts.

import { say } from '../../fixtures/catalog.ts';
import { device, sent, startNamed, withApp, type NamedPortal } from '../../fixtures/passkeys.ts';
import { PASSWORD } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { audit } from '../../fixtures/looks.ts';
import { signIn } from '../../pages/identity.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

// One portal for both.
test.describe.configure({ mode: 'default' });

let portal: NamedPortal;

test.beforeAll(async () => {
  portal = await startNamed();
});

test.afterAll(async () => {
  await portal.stop();
});

test('a passkey is added, signs in, and is removed', async ({ actorsAt }) => {
  const { page, email } = await withApp(actorsAt(portal));
  const { cdp, id } = await device(page);
  await visit(page, '/security');
  await expect(page.getByText(say('passkeys.none'))).toBeVisible();
  const add = page.getByRole('button', { name: 'Add a passkey', exact: true });
  await add.click();
  await expect(problems(page), 'a passkey needs a name, and none was made').toContainText(say('passkeys.name_missing'));
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials).toHaveLength(0);
  await arrive(page, 'Sign-in and security');
  await page.getByLabel('Name of the passkey').fill('Blue key');
  await add.click();
  await expect(page.getByText(say('passkeys.done_added'))).toBeVisible();
  await arrive(page, 'Sign-in and security');
  await expect(page.getByRole('listitem').filter({ hasText: 'Blue key' })).toContainText(say('passkeys.never_used'));
  await sent(page, email, 'sign_in_changed');

  await page.context().clearCookies();
  await signIn(page, email, PASSWORD);
  await arrive(page, "Check it's you");
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await arrive(page, 'Assister Resource Center');

  await visit(page, '/security');
  await page.getByRole('button', { name: /^Remove.*Blue key/ }).click();
  await expect(page.getByText(say('passkeys.done_removed'))).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, email, PASSWORD);
  await arrive(page, "Check it's you");
  await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
});

test('a device that gives no passkey leaves the page as it is and says so', async ({ actorsAt }) => {
  const { page, email } = await withApp(actorsAt(portal));
  const { cdp, id } = await device(page);
  await visit(page, '/security');
  await page.getByLabel('Name of the passkey').fill('Blue key');
  await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expect(page.getByText(say('passkeys.done_added'))).toBeVisible();
  await arrive(page, 'Sign-in and security');
  // The same device has no second one to give.
  await page.getByLabel('Name of the passkey').fill('Once more');
  await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expect(page.getByText(say('passkeys.cancelled'))).toBeVisible();
  await expect(page.getByLabel('Name of the passkey')).toHaveValue('Once more');
  await audit(page, 'no passkey given');

  await page.context().clearCookies();
  await signIn(page, email, PASSWORD);
  await arrive(page, "Check it's you");
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId: id });
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await expect(page.getByText(say('passkeys.cancelled'))).toBeVisible();
  await expect(page.getByLabel('Code', { exact: true }), 'the other way stays').toBeVisible();
  await audit(page, 'no passkey given at the second step');
});
