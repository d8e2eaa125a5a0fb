// Passkeys, with Chromium's virtual authenticator, in a portal at a host name: there are none at an address of numbers.

import { say } from '../../fixtures/catalog.ts';
import { shown } from '../../fixtures/mail.ts';
import { demo, DEMO_PASSWORD, letters } from '../../fixtures/people.ts';
import { freePort, Portal } from '../../fixtures/portal.ts';
import { expect, test } from '../../fixtures/test.ts';
import { audit } from '../../fixtures/looks.ts';
import { arrive, problems } from '../../pages/page.ts';
import type { APIRequestContext, CDPSession, Page } from '@playwright/test';

const PASSWORD = 'seven quiet herons 10000';

let portal: Portal;
let address: string;
let outbox: APIRequestContext;

test.beforeAll(async ({ playwright }) => {
  const port = await freePort();
  address = `http://localhost:${port}`;
  portal = await Portal.with({ PUBLIC_URL: address }, port);
  outbox = await playwright.request.newContext({ baseURL: address });
});

test.afterAll(async () => {
  await outbox.dispose();
  await portal.stop();
});

/** A device that keeps passkeys; its owner says yes to what a page asks, or no. */
async function device(page: Page): Promise<{ cdp: CDPSession; id: string; present: (yes: boolean) => Promise<void> }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'usb', hasResidentKey: false, hasUserVerification: false, automaticPresenceSimulation: true },
  });
  const present = async (yes: boolean): Promise<void> => {
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: yes });
  };
  return { cdp, id, present };
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${address}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** A member of the ARC staff who gets codes by email, signed in. */
async function staff(manager: Page, page: Page): Promise<string> {
  const email = `staff.${letters()}@example.test`;
  await signIn(manager, demo.manager, DEMO_PASSWORD);
  await arrive(manager, 'Resource manager');
  await manager.goto(`${address}/resource-center/staff/add`);
  await manager.getByLabel(say('resource.staff_name')).fill('Nora Lund');
  await manager.getByLabel(say('resource.staff_email')).fill(email);
  await manager.getByRole('radio').first().check();
  await manager.getByRole('button', { name: say('resource.staff_add_button'), exact: true }).click();
  await expect.poll(async () => (await shown(outbox, email, 'invitation')).length).toBe(1);
  await page.goto((await shown(outbox, email, 'invitation'))[0]!.links[0]!);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Set up account', exact: true }).click();
  await page.getByRole('button', { name: 'Use codes by email', exact: true }).click();
  await page.getByRole('button', { name: 'I have kept them', exact: true }).click();
  return email;
}

test('a passkey is added, signs in, and is removed', async ({ page, actors }) => {
  const email = await staff(await actors.visitor(), page);
  const { cdp, id } = await device(page);
  await page.goto(`${address}/security`);
  await audit(page, 'no passkey yet');
  const add = page.getByRole('button', { name: 'Add a passkey', exact: true });
  await add.click();
  await expect(problems(page), 'a passkey needs a name, and none was made').toContainText(say('passkeys.name_missing'));
  expect((await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials).toHaveLength(0);
  await page.getByLabel('Name of the passkey').fill('Blue key');
  await add.click();
  await expect(page.getByText(say('passkeys.done_added'))).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Blue key' })).toContainText(say('passkeys.never_used'));
  await audit(page, 'one passkey');
  await expect.poll(async () => (await shown(outbox, email, 'sign_in_changed')).length).toBe(1);

  await page.context().clearCookies();
  await signIn(page, email, PASSWORD);
  await arrive(page, "Check it's you");
  await audit(page, 'second step with a passkey');
  await page.getByRole('button', { name: 'Use a passkey', exact: true }).click();
  await arrive(page, 'Assister Resource Center');

  await page.goto(`${address}/security`);
  await page.getByRole('button', { name: /^Remove.*Blue key/ }).click();
  await expect(page.getByText(say('passkeys.done_removed'))).toBeVisible();
  await page.context().clearCookies();
  await signIn(page, email, PASSWORD);
  await arrive(page, "Check it's you");
  await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
});

test('a device that gives no passkey leaves the page as it is and says so', async ({ page, actors }) => {
  const email = await staff(await actors.visitor(), page);
  const { cdp, id } = await device(page);
  await page.goto(`${address}/security`);
  await page.getByLabel('Name of the passkey').fill('Blue key');
  await page.getByRole('button', { name: 'Add a passkey', exact: true }).click();
  await expect(page.getByText(say('passkeys.done_added'))).toBeVisible();
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
});
