// What a running page adds: the copy button, filters that load nothing but the page's data.

import { say } from '../../fixtures/catalog.ts';
import { demo } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { header } from '../../pages/header.ts';
import { arrive, visit } from '../../pages/page.ts';

test('the copy button copies the reference number and says so', { tag: '@live' }, async ({ actors }) => {
  const number = await actors.number(demo.navigator);
  const page = await actors.demo(demo.navigator);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(page, '/clients');
  await header(page).getByRole('button', { name: /^Copy/ }).click();
  await expect(header(page)).toContainText(say('site.copied'));
  expect((await page.evaluate(() => navigator.clipboard.readText())).replace(/\D/g, '')).toBe(number);
});

test('a page of one person does and shows nothing once somebody else has signed in', { tag: '@live' }, async ({ actors, watch }) => {
  watch.allow(/status of 409/);
  const [{ page }, { who: other }] = [await actors.consumer(), await actors.consumer()];
  const signsInElsewhere = async () => {
    const origin = new URL(page.url()).origin;
    const form = { email: other.email, password: other.password };
    await page.request.post('/api/sign-in', { form, headers: { accept: 'text/html', origin } });
  };
  const wizard = new Wizard(page);
  await visit(page, '/account/assister/add');
  await arrive(page, say('number.heading'));
  await signsInElsewhere();
  await wizard.number.fill(await actors.number(demo.navigator));
  await wizard.search.click();
  await expect(page.getByRole('heading', { level: 1, name: say('errors.somebody_else_heading') })).toBeVisible();
  // It is left for good, and who is signed in goes on.
  await page.getByRole('link', { name: say('errors.home') }).click();
  await visit(page, '/account');
  await expect(page.locator('main')).toContainText(other.name);
});

test('hydration changes nothing of what the server sent', async ({ page, actors }) => {
  const { page: consumer, who } = await actors.consumer();
  const navigator = await actors.demo(demo.navigator);
  await new Application(consumer).submitAlone({ name: who.name, income: '39000' });
  await visit(navigator, '/clients?list=in-progress');
  const record = await navigator.locator('main table a[href^="/clients/"]').first().getAttribute('href');
  for (const [each, address] of [
    [page, '/sign-in'],
    [page, '/create-account'],
    [consumer, '/account/assister'],
    [consumer, '/account/application/determination'],
    [consumer, '/account/application/plans?metal=silver'],
    [consumer, '/account/notices'],
    [navigator, '/clients'],
    [navigator, record!.replace(/\?.*/, '')],
    [navigator, `${record!.replace(/\?.*/, '')}/application`],
  ] as const) {
    const sent = await (await each.request.get(address)).text();
    const main = /<main[\s\S]*<\/main>/.exec(sent)?.[0] ?? '';
    await visit(each, address);
    await arrive(each, /./);
    const words = (html: string) =>
      each.evaluate((text) => new DOMParser().parseFromString(text, 'text/html').body.innerText.replace(/\s+/g, ' ').trim(), html);
    expect(await words(await each.locator('main').evaluate((element) => element.outerHTML)), address).toBe(await words(main));
  }
});

test('the filter of the plans asks by the address, without a load', { tag: '@live' }, async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await own.open('plans');
  await page.evaluate(() => Object.assign(window, { stillTheSamePage: true }));
  const filter = page.locator('form.filter');
  const metal = filter.locator('[name="metal"]');
  await metal.selectOption('silver');
  // The address is the one that the browser itself would have gone to.
  const expected = await filter.evaluate((form) => {
    const fields = [...new FormData(form as HTMLFormElement)] as [string, string][];
    return `?${new URLSearchParams(fields).toString()}`;
  });
  await filter.getByRole('button').click();
  await expect(page).toHaveURL((url) => url.search === expected);
  await expect(filter.getByRole('button')).toBeFocused();
  await expect(metal).toHaveValue('silver');
  const rows = page.locator('tbody').getByRole('row');
  await expect(rows.filter({ hasNotText: 'Silver' })).toHaveCount(0);
  await expect(rows).not.toHaveCount(0);
  // By the keyboard, and back again.
  await filter.locator('[name="most"]').fill('1');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&]most=1(&|$)/);
  await expect(filter.locator('[name="most"]')).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL((url) => url.search === expected);
  await expect(metal).toHaveValue('silver');
  await expect(filter.locator('[name="most"]')).toHaveValue('');
  expect(await page.evaluate(() => 'stillTheSamePage' in window), 'the page was changed without a load').toBe(true);
});

test('the way from a client’s application to the record asks for the record alone', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(await actors.number(demo.cac), who.name);
  const cac = await actors.demo(demo.cac);
  const acting = new Application(cac, `${await new Clients(cac).openRecord(who.name)}/application`);
  await acting.start();
  // Another page of the application, asked for on the way, could lead back there.
  const asked: string[] = [];
  cac.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await cac.getByRole('link', { name: 'Back to the client record', exact: true }).click();
  await arrive(cac, who.name);
  expect(asked.filter((address) => address === '/api/client-application-page')).toEqual([]);
});
