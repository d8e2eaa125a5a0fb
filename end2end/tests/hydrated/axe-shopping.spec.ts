// Accessible in every state: plans, what is missing when it is signed, what somebody else changed, a determination that is pending.

import { Engine } from '../../fixtures/engine.ts';
import { audit } from '../../fixtures/looks.ts';
import { demo, letters, longName } from '../../fixtures/people.ts';
import { Portal } from '../../fixtures/portal.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { postForm } from '../../pages/identity.ts';
import { arrive, problems } from '../../pages/page.ts';
import { Plans } from '../../pages/plans.ts';

test('the plans, from the list to the enrollment', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer({ name: longName() });
  const own = new Application(page);
  await own.submitAlone({ name: who.name, income: '39000' });
  await own.open('plans');
  await arrive(page, 'Shop for plans');
  await audit(page, 'the plans');
  const most = page.getByLabel('Highest cost a month, after the tax credit', { exact: true });
  const show = page.getByRole('button', { name: 'Show plans', exact: true });
  await most.fill('a lot');
  await show.click();
  await expect(most).toHaveAttribute('aria-invalid', 'true');
  await audit(page, 'the plans, with an amount that is none');
  await most.fill('0.01');
  await show.click();
  await expect(page.locator('tbody')).toHaveCount(0);
  await audit(page, 'the plans, none found');

  await own.open('plans');
  for (let n = 1; n <= 3; n++) {
    await page.getByRole('link', { name: /^Add to compare / }).first().click();
    await expect(page.locator('tbody').getByRole('link', { name: /^Remove / })).toHaveCount(n);
  }
  await audit(page, 'the plans, three to compare');
  await page.getByRole('link', { name: 'Compare', exact: true }).click();
  await arrive(page, 'Compare');
  await audit(page, 'three plans side by side');
  await page.getByRole('row', { name: /^Choose/ }).getByRole('link').first().click();
  await arrive(page, 'Enroll');
  await audit(page, 'a plan to confirm');
  await page.getByRole('button', { name: 'Enroll', exact: true }).click();
  await arrive(page, 'Enrolled in a health plan');
  await audit(page, 'enrolled');
  await own.open('plans');
  await expect(page.getByText('Your plan', { exact: true })).toBeVisible();
  await audit(page, 'the plans, with one that was confirmed');
  await own.open('determination');
  await own.determined();
  await audit(page, 'the determination with a plan');
});

test('a plan that changed while it was open', async ({ actorsAt }) => {
  test.setTimeout(300_000);
  const portal = await Portal.with({});
  try {
    const actors = actorsAt(portal);
    const { page, who } = await actors.consumer({ name: longName() });
    const own = new Application(page);
    await own.submitAlone({ name: who.name, income: '39000' });
    await own.open('plans');
    const choose = page.locator('tbody').getByRole('link', { name: /^Choose / }).first();
    const code = new URL((await choose.getAttribute('href'))!, page.url()).searchParams.get('plan')!;
    const manager = new Plans(await actors.demo(demo.manager));
    const enroll = page.getByRole('button', { name: 'Enroll', exact: true });
    const told = page.getByText('This changed meanwhile', { exact: true });
    await choose.click();
    await arrive(page, 'Enroll');
    await manager.replace([{ plan_id: code, area: 'St. Louis' }]);
    await enroll.click();
    await expect(told).toBeVisible();
    await arrive(page, 'Enroll');
    await audit(page, 'a plan that is sold otherwise now');
    await manager.replace([{ plan_id: `A-${letters()}`, area: 'St. Louis' }]);
    await enroll.click();
    await arrive(page, 'Shop for plans');
    await expect(told).toBeVisible();
    await audit(page, 'a plan that is not sold any more');
    await manager.replace([{ plan_id: `A-${letters()}`, area: 'Ramsey' }]);
    await own.open('plans');
    await expect(page.locator('tbody')).toHaveCount(0);
    await audit(page, 'no plans in the county');
  } finally {
    await portal.stop();
  }
});

test('an application that somebody else changed', async ({ actors }) => {
  test.setTimeout(300_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await own.open('address');
  await postForm(page, `${own.base}/address`, { city: 'Hermantown' });
  await own.field('City').fill('Proctor');
  await own.save.click();
  await expect(page.getByText('Somebody else saved this page', { exact: true })).toBeVisible();
  await audit(page, 'somebody else saved the page');

  await own.open('sign');
  await postForm(page, `${own.base}/household/add`, { name: longName(), relation: 'child', born: '3/4/2020', applies: 'yes' });
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await expect(problems(page)).toBeVisible();
  await arrive(page, 'Health coverage application');
  await audit(page, 'what is missing');
});

test('a determination that is pending', async ({ actorsAt }) => {
  const engine = await Engine.start();
  const portal = await Portal.with(engine.variables);
  try {
    const { page, who } = await actorsAt(portal).consumer();
    await new Application(page).submitAlone({ name: who.name, income: '39000' });
    await expect(page.getByText('Determination pending', { exact: true })).toBeVisible();
    await audit(page, 'pending');
  } finally {
    await portal.stop();
    await engine.stop();
  }
});
