/** How the commands of the class print: short lines, colour and a moving bar only where a person looks on. */
package classroom.cli.terminal;
