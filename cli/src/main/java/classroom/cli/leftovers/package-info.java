/**
 * What there still is of a class after it has been destroyed: in the local class or, when asked for by profile, in an
 * account.
 */
package classroom.cli.leftovers;
