/** What the tool prints, in the language of the person who reads it. */
package classroom.template.language;
