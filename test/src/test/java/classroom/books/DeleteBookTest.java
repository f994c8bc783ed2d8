package classroom.books;

import static org.assertj.core.api.Assertions.assertThat;

import classroom.Invocation;
import classroom.Invocation.Reply;
import org.junit.jupiter.api.Test;

class DeleteBookTest extends BooksFixture {
    private Reply delete(String event) {
        return Invocation.of(new DeleteBook(books), event);
    }

    @Test
    void delete_existingBook_answersItAndRemovesIt() {
        put(book("\"Rating\":5,\"Version\":3"));

        assertReply(delete(MOBY_DICK), 200, book("\"Rating\":5,\"Version\":3"));
        assertThat(dynamoDb.scan(table)).isEmpty();
    }

    @Test
    void delete_absentBook_isNotFound() {
        assertReply(delete(MOBY_DICK), 404, NOT_FOUND);
        assertReply(delete(book("\"Version\":0")), 404, NOT_FOUND);
        assertReply(delete(book("\"Version\":1")), 404, NOT_FOUND);
    }

    @Test
    void delete_matchingVersion_removesTheBook() {
        put(book("\"Version\":3"));
        assertReply(delete(book("\"Version\":3")), 200, book("\"Version\":3"));

        put(MOBY_DICK);
        assertReply(delete(book("\"Version\":0")), 200, MOBY_DICK);
    }

    @Test
    void delete_staleVersion_isConflictWithTheBookAsItIsNow() {
        put(book("\"Version\":3"));

        Reply reply = delete(book("\"Version\":2"));

        assertThat(reply.statusCode()).isEqualTo(409);
        assertThat(reply.body().get("current")).isEqualTo(Invocation.json(book("\"Version\":3")));
        assertThat(dynamoDb.scan(table)).hasSize(1);
    }
}
