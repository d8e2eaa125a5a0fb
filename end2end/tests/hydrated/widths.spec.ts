// Every page of every role at widths from 320 to 1280 pixels and on paper: nothing scrolls sideways, no word is cut.
//
// A page that somebody comes to by links is looked at without a line here.

import { demo, longName } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { expectAllFit, expectFitsEverywhere } from '../../fixtures/widths.ts';
import { Application } from '../../pages/application.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { problems, visit } from '../../pages/page.ts';

test.describe.configure({ timeout: 180_000 });

test('what a visitor sees fits', { tag: '@live' }, async ({ page, watch }) => {
  watch.allow(/status of 404/);
  await expectAllFit(page, ['/', '/sign-in?why=ended', '/sign-in?why=signed-out', '/no/such/page', `/set-up/${'0'.repeat(64)}`]);
  await visit(page, '/create-account');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(problems(page)).toBeVisible();
  await expectFitsEverywhere(page, 'create account, refused');
});

test('what a consumer sees fits', { tag: '@live' }, async ({ actors }) => {
  const { page, who } = await actors.consumer({ name: longName() });
  await new Wizard(page).authorized(await actors.number(demo.cac), who.name);
  await new Application(page).submitAlone({ name: who.name, income: '39000' });
  await expectAllFit(page, ['/account', '/account/application', '/account/application/household/1', '/account/application/plans']);
});

test('what an assister sees fits', { tag: '@live' }, async ({ actors }) => {
  const page = await actors.demo(demo.navigator);
  // Which records were opened is counted by others.
  await new Clients(page).open('in-progress');
  const record = await page.locator('main table a[href^="/clients/"]').first().getAttribute('href');
  await expectAllFit(page, ['/clients?list=in-progress', record!, '/learning', '/learning/assessment'], /^\/clients\/(?!.*list=in-progress)/);
});

test('what an agency contact sees fits', { tag: '@live' }, async ({ actors }) => {
  await expectAllFit(await actors.demo(demo.contact), ['/agency']);
});

for (const role of ['arc', 'bsl', 'manager'] as const) {
  test(`what staff see fits: ${role}`, { tag: '@live' }, async ({ actors }) => {
    await expectAllFit(await actors.demo(demo[role]), ['/resource-center']);
  });
}
