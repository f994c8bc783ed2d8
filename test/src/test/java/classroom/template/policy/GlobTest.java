package classroom.template.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    // The list of IAM User Guide, "IAM JSON policy elements: Resource", section "Using wildcards in resource ARNs".
    @ParameterizedTest
    @CsvSource({
        "b/1/test/object.jpg,true",
        "b/1/2/test/object.jpg,true",
        "b/1/2/test/3/object.jpg,true",
        "b/1/2/3/test/4/object.jpg,true",
        "b/1///test///object.jpg,true",
        "b/1/test/.jpg,true",
        "b//test/object.jpg,true",
        "b/1/test/,true",
        "b/1-test/object.jpg,false",
        "b/test/object.jpg,false",
        "b/1/2/test.jpg,false"
    })
    void arn_wildcards_matchSlashesAsTheGuideLists(String object, boolean expected) {
        assertThat(Glob.arn("arn:aws:s3:::b/*/test/*").matches("arn:aws:s3:::" + object))
                .isEqualTo(expected);
    }

    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match beyond the colon
    // boundaries"; otherwise wildcards work "within the individual segments" (the same page).
    @ParameterizedTest
    @CsvSource({
        "arn:aws:dynamodb:us-east-2:000000000000:table/books,true",
        "arn:aws:dynamodb:us-east-2:000000000000:table/book,false",
        "arn:aws:dynamodb:us-east-2:000000000000:table/books/index/a,false",
        "arn:aws:dynamodb:us-east-2:000000000000:table/*,true",
        "arn:aws:dynamodb:us-east-2:000000000000:TABLE/*,false",
        "arn:aws:dynamodb:us-east-2:000000000000:table/b??ks,true",
        "arn:aws:dynamodb:us-east-2:000000000000:table/b?ks,false",
        "arn:aws:dynamodb:*:*:table/books,true",
        "arn:aws:dynamodb:*:table/books,true",
        "arn:aws:dynamodb:*,true",
        "arn:aws:dynamodb:us-*:table/books,true",
        "arn:aws:dynamodb:us-*-2:000000000000:table/books,true",
        "arn:aws:dynamodb:us-*0:table/books,false",
        "arn:aws:dynamodb:us-east-2?000000000000:table/books:,false",
        "arn:aws:dynamodb:us-east-2?000000000000:table/books,false",
        "arn:aws:dynamodb:us-east-?:000000000000:table/books,true",
        "*,true"
    })
    void arn_wildcardInSegment_crossesColonsOnlyAtItsEnd(String pattern, boolean expected) {
        assertThat(Glob.arn(pattern).matches("arn:aws:dynamodb:us-east-2:000000000000:table/books"))
                .isEqualTo(expected);
    }

    @Test
    void arn_wildcardInResourcePart_matchesTheColonsOfAStream() {
        String stream = "arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/2026-01-01T10:20:30.400";

        assertThat(Glob.arn("arn:aws:dynamodb:us-east-2:000000000000:table/books/stream/*")
                        .matches(stream))
                .isTrue();
        assertThat(Glob.arn("arn:aws:dynamodb:us-east-2:000000000000:table/*/stream/2026*30.400")
                        .matches(stream))
                .isTrue();
        assertThat(Glob.arn("arn:aws:dynamodb:us-east-2:000000000000:table/carros/stream/*")
                        .matches(stream))
                .isFalse();
    }

    @Test
    void of_everythingButStarAndQuestionMark_isLiteral() {
        assertThat(Glob.of("a.[b]").matches("a.[b]")).isTrue();
        assertThat(Glob.of("a.*").matches("axb")).isFalse();
        assertThat(Glob.of("").matches("")).isTrue();
        assertThat(Glob.of("").matches("a")).isFalse();
        assertThat(Glob.of("?").matches("")).isFalse();
    }

    @Test
    void of_randomPatterns_agreeWithRegularExpressions() {
        Random random = new Random(20260101);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab:*?", 8);
            String value = text(random, "ab:", 8);
            String regex = pattern.replace("*", ".*").replace("?", ".");

            assertThat(Glob.of(pattern).matches(value))
                    .as("%s on %s", pattern, value)
                    .isEqualTo(Pattern.matches(regex, value));
        }
    }

    @Test
    void of_patternThatWouldBacktrack_isQuick() {
        Glob glob = Glob.of("*a".repeat(60) + "b");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(glob.matches("a".repeat(2_000))).isFalse());
    }

    private static String text(Random random, String alphabet, int longest) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(longest + 1); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
