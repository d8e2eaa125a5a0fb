// Accessible in the states of an application and of its plans that no journey comes to: refused questions, a determination that is
// pending, plans that changed while they were open, long and hostile names.

import { Engine } from '../../fixtures/engine.ts';
import { say } from '../../fixtures/catalog.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { Portal } from '../../fixtures/portal.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { postForm } from '../../pages/identity.ts';
import { arrive, fact, problems, visit } from '../../pages/page.ts';
import { Plans } from '../../pages/plans.ts';

test('each question, when it is refused', async ({ actors }) => {
  test.setTimeout(240_000);
  const { page } = await actors.consumer();
  const own = new Application(page);
  const answer = (at: string, answers: Record<string, string> = {}): Promise<string> => postForm(page, `${own.base}/${at}`, answers);
  await postForm(page, own.base);
  for (const [at, next] of [
    ['help', () => answer('help', { help: 'yes' })],
    ['household', () => answer('household/1', { applies: 'yes' })],
    ['household/add', () => answer('household')],
    ['address', () => answer('address', { street: '12 Lake St', city: 'Duluth', zip: '55802', county: '137' })],
    ['income', () => answer('income/add', { member: '1', source: 'job', amount: '39000', frequency: 'yearly' })],
    ['income/add', () => answer('income')],
    ['coverage/1', () => answer('coverage/1', { medicare: 'no', employer: 'none' })],
    ['taxes', () => answer('taxes', { filing: 'files' })],
    ['status/1', () => answer('status/1', { status: 'citizen' })],
  ] as const) {
    await own.open(at);
    await own.save.click();
    await expect(problems(page)).toBeVisible();
    await audit(page, `${at}, refused`);
    await next();
  }
  // A ZIP code that the list does not have is asked about.
  await own.open('address');
  await own.field('ZIP code').fill('58102');
  await own.save.click();
  const correct = own.field('This ZIP code and county are correct');
  await expect(correct).not.toBeChecked();
  await audit(page, 'address, asked about');
  await correct.check();
  await own.save.click();
  await arrive(page, 'Income of the household');
});

test('a determination that is pending, and plans that changed while they were open', async ({ actorsAt }) => {
  test.setTimeout(240_000);
  const engine = await Engine.start();
  const portal = await Portal.with(engine.variables);
  try {
    const actors = actorsAt(portal);
    const first = await actors.consumer();
    await new Application(first.page).submitAlone({ name: first.who.name, income: '39000' });
    await expect(first.page.getByText('Determination pending', { exact: true })).toBeVisible();

    engine.well = true;
    const { page, who } = await actors.consumer();
    const own = new Application(page);
    await own.submitAlone({ name: who.name, income: '39000' });
    await own.open('plans?metal=silver');
    await arrive(page, 'Shop for plans');
    const choices = page.locator('tbody').getByRole('link', { name: /^Choose / });
    const codes = (await choices.evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))).map(
      (href) => new URL(href).searchParams.get('plan')!,
    );
    const [kept, wanted, gone] = codes as [string, string, string];
    const choose = async (code: string): Promise<string> => {
      await own.open(`plans/choose?plan=${code}`);
      await arrive(page, 'Enroll');
      return fact(page, 'Plan').innerText();
    };
    const enroll = page.getByRole('button', { name: 'Enroll', exact: true });
    const before = await choose(kept);
    await enroll.click();
    await arrive(page, 'Enrolled in a health plan');
    const paid = await fact(page, 'Cost a month, after the tax credit').innerText();

    // Two more are open when the catalog changes: one of them costs something else from now on, the other one is not sold any more.
    const window = await page.context().newPage();
    const other = new Application(window);
    await other.open(`plans/choose?plan=${gone}`);
    await arrive(window, 'Enroll');
    const name = await choose(wanted);
    const manager = new Plans(await actors.demo(demo.manager));
    await manager.replace([{ plan_id: wanted, name, area: 'St. Louis', deductible: '1234' }]);
    await enroll.click();
    await expect(page.getByText('This changed meanwhile', { exact: true })).toBeVisible();
    await expect(page.locator('main')).toContainText(say('shopping.told_catalog'));
    await expect(fact(page, 'Deductible')).toHaveText('$1,234.00');
    await audit(page, 'a plan that is sold otherwise now');
    await window.getByRole('button', { name: 'Enroll', exact: true }).click();
    await arrive(window, 'Shop for plans');
    await expect(window.locator('main')).toContainText(say('shopping.told_gone'));
    await audit(window, 'a plan that is not sold any more');

    // Nothing was confirmed: the plan is the one of before, at its price, though it is not sold any more.
    await other.open('plans/enrolled');
    await expect(fact(window, 'Plan')).toHaveText(before);
    await expect(fact(window, 'Cost a month, after the tax credit')).toHaveText(paid);
    // Who is asked may say yes.
    await enroll.click();
    await arrive(page, 'Enrolled in a health plan');
    await expect(fact(page, 'Plan')).toHaveText(name);

    // The page of the first one, whose result was pending, has looked again by itself.
    await expect(first.page.getByText('Determination pending', { exact: true })).toBeHidden({ timeout: 120_000 });
    await expect(first.page.locator('main')).toContainText('$123.45');

    await manager.replace([{ plan_id: `A-${letters()}`, area: 'Ramsey' }]);
    await own.open('plans');
    await arrive(page, 'Shop for plans');
    await expect(page.locator('tbody')).toHaveCount(0);
  } finally {
    await portal.stop();
    await engine.stop();
  }
});

test('a long and hostile name, from the household to the notices', async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer({ name: `${HOSTILE[1]} ${longName()}`.slice(0, 198).trim() });
  const own = new Application(page);
  const fits = async (...addresses: string[]): Promise<void> => {
    for (const address of addresses) {
      await own.open(address);
      await expectFits(page, address);
    }
  };
  await own.answerAll({ name: who.name, income: '39000' });
  await fits('household', 'household/1', 'household/add', 'income', 'income/add', 'coverage/1', 'status/1', 'review', 'sign');
  await own.submit.click();
  await expect(problems(page)).toBeVisible();
  await expectFits(page, 'sign, refused');
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await own.determined();
  await expectFits(page, 'determination');
  await fits('answers', 'changed', 'plans');
  await page.locator('tbody').getByRole('link', { name: /^Choose / }).first().click();
  await arrive(page, 'Enroll');
  await expectFits(page, 'a plan to confirm');
  await page.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(page, 'Enrolled in a health plan');
  await expectFits(page, 'enrolled');
  await fits('determination');
  for (const address of ['/account', '/account/notices']) {
    await visit(page, address);
    await expectFits(page, address);
  }
});

test('a long name, on behalf of a client', async ({ actors }) => {
  test.setTimeout(240_000);
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer({ name: longName() });
  await new Wizard(page).authorized(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  await expectFits(broker, 'record, not started');
  const acting = new Application(broker, `${record}/application`);
  await acting.answerAll({ name: who.name, income: '39000' });
  await expectFits(broker, 'review');
  await acting.toSign();
  await acting.submit.click();
  await expect(problems(broker)).toBeVisible();
  await expectFits(broker, 'sign, refused');
  await acting.agreed(who.name, 'Tom Lindqvist', acting.today());
  await acting.submit.click();
  await acting.determined();
  await expectFits(broker, 'determination');
  for (const address of ['changed', 'plans']) {
    await acting.open(address);
    await expectFits(broker, address);
  }
  await visit(broker, record);
  await expectFits(broker, 'record, submitted');
});
