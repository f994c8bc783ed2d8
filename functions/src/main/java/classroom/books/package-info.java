/**
 * Conditional writes, batches, queries against scans, optimistic locking, transactions and the stream: the table
 * {@code books}, key {@code Author} and {@code Title}.
 */
package classroom.books;
