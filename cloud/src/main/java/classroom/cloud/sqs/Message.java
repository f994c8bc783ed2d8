package classroom.cloud.sqs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message as it was sent.
 *
 * @param senderId the unique id of who sent it
 * @param sent when, in milliseconds
 * @param group its group; {@code ""} for none
 * @param trace the trace that it belongs to, the one system attribute that senders set; {@code null} for none
 */
record Message(
        String id,
        String body,
        SortedMap<String, MessageAttribute> attributes,
        String senderId,
        long sent,
        String group,
        MessageAttribute trace) {

    /** This message, put into a group and a trace. */
    Message of(String itsGroup, MessageAttribute itsTrace) {
        return new Message(id, body, attributes, senderId, sent, itsGroup, itsTrace);
    }

    String md5OfBody() {
        return md5(body.getBytes(StandardCharsets.UTF_8));
    }

    String md5OfAttributes() {
        return md5(MessageAttribute.digested(attributes));
    }

    String md5OfTrace() {
        return md5(MessageAttribute.digested(new TreeMap<>(Map.of(MessageAttribute.TRACE, trace))));
    }

    static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // Every JDK has it.
        }
    }
}
