// The browser of the tests.
import { chromium } from 'playwright-core';

// A closed network: a browser that calls its maker would hide that the page calls somebody.
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
