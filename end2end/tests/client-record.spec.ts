// The record: what it shows, what it says can't be done, and who is refused.

import { say } from '../fixtures/catalog.ts';
import { demo, DEMO_PASSWORD } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Remove, Wizard } from '../pages/assister.ts';
import { backToList, Clients } from '../pages/clients.ts';
import { signIn } from '../pages/identity.ts';
import { arrive, expectNotFound, fact, visit } from '../pages/page.ts';

const CAC = { email: demo.cac, contact: say('client.contact_arc'), end: 'client.limit_end_other' } as const;
const BROKER = { email: demo.broker, contact: say('client.contact_bsl'), end: 'client.limit_end_broker' } as const;

for (const kind of [CAC, BROKER]) {
  test(`the record of ${kind.email} shows what may be seen and says what can't be done`, { tag: '@main' }, async ({ actors }) => {
    const number = await actors.number(kind.email);
    const { page: consumer, who } = await actors.consumer();
    await new Wizard(consumer).authorized(number, who.name);
    const page = await actors.demo(kind.email);
    await new Clients(page).openRecord(who.name);
    await expect(fact(page, say('client.authorized'))).toHaveText(/\d{4}/);
    await expect(fact(page, say('client.application'))).toHaveText('Not started');
    await expect(fact(page, say('client.determination'))).toHaveText('—');
    await expect(fact(page, say('client.plan'))).toHaveText('—');
    await expect(page.getByRole('heading', { name: "What you can't do here", exact: true })).toBeVisible();
    const main = page.locator('main');
    for (const limit of ['limit_assistance', 'limit_after', 'limit_initial', 'limit_notices', 'limit_login']) {
      await expect(main).toContainText(say(`client.${limit}`, { contact: kind.contact }));
    }
    await expect(main).toContainText(say(kind.end));
    const other = kind === CAC ? BROKER : CAC;
    await expect(main).not.toContainText(say(other.end));
    // Nothing more: not the email, not the date of birth, and no way to end it.
    await expect(page.locator('body')).not.toContainText(who.email);
    await expect(main.getByRole('button')).toHaveCount(0);
    await expect(backToList(page)).toBeVisible();
  });
}

test('a navigator’s record says the same as a CAC’s', async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  const clients = new Clients(page);
  await clients.open('in-progress');
  const name = (await clients.names())[0]!;
  await clients.client(name).click();
  await expect(page.getByText(`You are acting for ${name}`).first()).toBeVisible();
  await expect(page.locator('main')).toContainText(say('client.limit_end_other'));
  await expect(page.locator('main')).toContainText(say('client.limit_after', { contact: say('client.contact_arc') }));
});

test('everybody else gets "not found" for the record', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorized(number, who.name);
  const page = await actors.demo(demo.cac);
  const record = await new Clients(page).openRecord(who.name);
  await expectNotFound(consumer, record);
  for (const email of [demo.navigator2, demo.broker, demo.consumer, demo.contact, demo.arc, demo.bsl, demo.manager]) {
    const other = await actors.demo(email);
    await expectNotFound(other, record);
    await expect(other.locator('body')).not.toContainText(who.name);
  }
  for (const address of ['/clients/00000000-0000-7000-8000-000000000000', '/clients/none', '/clients/%00', `${record}0`]) {
    await expectNotFound(page, address);
  }
});

test('a visitor gets the same sign-in page for a record that exists and one that does not', async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorized(number, who.name);
  const record = await new Clients(await actors.demo(demo.cac)).openRecord(who.name);
  const nobody = '/clients/00000000-0000-7000-8000-000000000000';
  const visitor = await actors.visitor();
  const seen: string[] = [];
  for (const address of [record, nobody]) {
    const response = await visit(visitor, address);
    await arrive(visitor, 'Sign in');
    expect(response.status()).toBe(200);
    const id = address.replace('/clients/', '');
    seen.push(visitor.url().replace(id, 'ID') + (await visitor.locator('body').innerText()).replaceAll(id, 'ID'));
  }
  expect(seen[0]).toBe(seen[1]);
  await expect(visitor.locator('body')).not.toContainText(who.name);
  // Signing in as the assister from here leads to the record.
  await visit(visitor, record);
  await visitor.getByLabel('Email', { exact: true }).fill(demo.cac);
  await visitor.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await visitor.locator('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
});

for (const how of ['removes', 'changes'] as const) {
  test(`after the consumer ${how} the assister, the next request is refused and the lists agree`, { tag: '@main' }, async ({ actors }) => {
    const number = await actors.number(demo.cac);
    const { page: consumer, who } = await actors.consumer();
    await new Wizard(consumer).authorized(number, who.name);
    const page = await actors.demo(demo.cac);
    const clients = new Clients(page);
    const record = await clients.openRecord(who.name);
    if (how === 'removes') await new Remove(consumer).remove();
    else await new Wizard(consumer).authorized(await actors.number(demo.broker), who.name);

    await page.reload();
    await arrive(page, 'Page not found');
    await expect(page.locator('body')).not.toContainText(who.name);
    await expectNotFound(page, record);
    for (const list of ['new', 'in-progress', 'all'] as const) {
      await clients.agree(list);
      await clients.search(who.name);
      await clients.found(who.name, []);
    }
    if (how === 'changes') {
      const broker = new Clients(await actors.demo(demo.broker));
      await broker.agree('new');
      await broker.search(who.name);
      await broker.found(who.name, [who.name]);
    }
    // Back again: a new authorization starts in New, and the old address stays dead.
    await new Wizard(consumer).authorized(number, who.name);
    await clients.open('new');
    await clients.search(who.name);
    await clients.found(who.name, [who.name]);
    await expectNotFound(page, record);
  });
}

test('an assister can’t authorize themselves beside the consumer', async ({ actors }) => {
  // Signed in as an assister in one window: the consumer's pages are not there for them, whatever the address.
  const page = await actors.visitor();
  await signIn(page, demo.navigator2, DEMO_PASSWORD);
  for (const address of [
    '/account',
    '/account/assister',
    '/account/assister/add',
    '/account/assister/add/agree',
    '/account/assister/remove',
  ]) {
    await expectNotFound(page, address);
  }
});
