// Accessible in every state: what staff of the resource center sees, and the mail of a demonstration.

import { say } from '../../fixtures/catalog.ts';
import { demo, letters } from '../../fixtures/people.ts';
import { audit } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Wizard } from '../../pages/assister.ts';
import { arrive, path, problems, visit } from '../../pages/page.ts';
import { broker, Center } from '../../pages/resource-center.ts';

test('the pages of the resource center', async ({ actors }) => {
  test.setTimeout(240_000);
  const page = await actors.demo(demo.manager);
  for (const address of ['', '?queue=confirm', '/assisters', '/brokers/add', '/consumers', '/staff', '/staff/add', '/plans', '/mail']) {
    await visit(page, `/resource-center${address}`);
    await audit(page, address);
  }
});

test('an assister, and each change of an account', async ({ actors }) => {
  test.setTimeout(240_000);
  const center = new Center(await actors.demo(demo.manager));
  const { page } = center;
  await visit(page, '/resource-center');
  await page.getByRole('link', { name: 'Hawa Jama', exact: true }).click();
  await arrive(page, 'Hawa Jama');
  await audit(page, 'an assister to enroll');
  const ready = path(page);
  await center.field('Certified').check();
  await center.field('Certified through').fill('');
  await center.button('Save certification').click();
  await expect(problems(page)).toBeVisible();
  await audit(page, 'certification, refused');
  await visit(page, '/resource-center/assisters');
  await page.getByRole('textbox', { name: 'Search assisters and organizations' }).fill(demo.navigator2);
  await center.button('Search').click();
  await expect(page).toHaveURL(/\?q=/);
  await audit(page, 'assisters, a search');
  await page.locator('tbody').getByRole('link').first().click();
  await arrive(page, /./);
  await expect(page).toHaveURL(/assisters\/[0-9a-f-]{36}/);
  await audit(page, 'an assister with an account');
  const active = path(page);
  for (const change of ['suspend', 'close']) {
    await visit(page, `${active}/${change}`);
    await audit(page, `${change} an account`);
    await page.locator('main form button').last().click();
    await expect(problems(page)).toBeVisible();
    await audit(page, `${change} an account, refused`);
  }
  expect(ready).not.toBe(active);
});

test('forms of the resource center that are refused', async ({ actors }) => {
  test.setTimeout(240_000);
  const center = new Center(await actors.demo(demo.manager));
  const { page } = center;
  for (const [address, button] of [
    ['/brokers/add', 'Add the broker'],
    ['/staff/add', 'Add the account'],
    ['/consumers', 'Find'],
    ['/plans', 'Upload and check'],
  ] as const) {
    await visit(page, `/resource-center${address}`);
    await center.button(button).click();
    await expect(problems(page)).toBeVisible();
    await audit(page, `${address}, refused`);
  }
  await visit(page, '/resource-center/assisters');
  await page.getByRole('textbox', { name: 'Search assisters and organizations' }).fill(letters());
  await center.button('Search').click();
  await expect(page).toHaveURL(/\?q=/);
  await audit(page, 'assisters, no result');
  await visit(page, '/resource-center/staff');
  await page.getByRole('link', { name: 'Hodan Ali', exact: true }).click();
  await arrive(page, 'Hodan Ali');
  await audit(page, 'a staff account');
  await center.addBroker(broker());
  await center.says(say('resource.done_added'));
  await audit(page, 'a broker who was added');
});

test('a consumer who was found', async ({ actors }) => {
  const { page: consumer, who } = await actors.consumer();
  await new Wizard(consumer).authorized(await actors.number(demo.broker), who.name);
  const center = new Center(await actors.demo(demo.manager));
  const [month, day, year] = who.born.split('/');
  await center.find(who.name, `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`, who.email);
  await arrive(center.page, who.name);
  await audit(center.page, 'a consumer');
  await center.button('End authorization').click();
  await expect(problems(center.page)).toBeVisible();
  await audit(center.page, 'a consumer, ending refused');
});

test('the mail of a demonstration', async ({ actors }) => {
  const { page } = await actors.consumer();
  await visit(page, '/demo/mail');
  await audit(page, 'demo mail');
});
