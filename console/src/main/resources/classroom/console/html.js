// One place for the two libraries: markup as tagged templates, without a build step.
import { h } from 'preact';
import htm from 'htm';

export { Fragment, render } from 'preact';
export { useCallback, useEffect, useRef, useState } from 'preact/hooks';
export const html = htm.bind(h);
