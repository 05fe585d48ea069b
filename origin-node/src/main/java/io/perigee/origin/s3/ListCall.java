package io.perigee.origin.s3;

import io.perigee.origin.serving.DiskThreads;
import io.perigee.origin.serving.PercentEncoding;
import io.perigee.origin.sigv4.QueryParameter;
import io.perigee.origin.store.BucketName;
import io.perigee.origin.store.ListRequest;
import io.perigee.origin.store.Listing;
import io.perigee.origin.store.ObjectStore;
import io.perigee.origin.store.StoredObject;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * ListObjectsV2.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html">ListObjectsV2</a>
 */
final class ListCall {

    private final ObjectStore store;
    private final DiskThreads disk;

    ListCall(ObjectStore store, DiskThreads disk) {
        this.store = store;
        this.disk = disk;
    }

    Future<Void> list(S3Call call, BucketName bucket, List<QueryParameter> query) {
        Parameters parameters = new Parameters(query);
        ListRequest wanted = parameters.request();
        UnaryOperator<String> encoding = parameters.encoding();
        // A page of a thousand keys takes a while to write out: not on the event loop.
        return disk.call(() -> store.list(bucket, wanted)
                        .map(page -> document(bucket, parameters, wanted, page, encoding))
                        .orElseThrow(() -> new S3Refusal(S3Error.NO_SUCH_BUCKET)))
                .compose(xml -> call.answer(200, xml));
    }

    private static String document(
            BucketName bucket,
            Parameters parameters,
            ListRequest wanted,
            Listing page,
            UnaryOperator<String> encoding) {
        return Xml.document("ListBucketResult", xml -> {
            xml.element("Name", bucket.value()).element("Prefix", encoding.apply(wanted.prefix()));
            parameters.find("delimiter").ifPresent(value -> xml.element("Delimiter", encoding.apply(value)));
            parameters.find("start-after").ifPresent(value -> xml.element("StartAfter", encoding.apply(value)));
            parameters.find("encoding-type").ifPresent(value -> xml.element("EncodingType", value));
            parameters.find("continuation-token").ifPresent(value -> xml.element("ContinuationToken", value));
            page.next().ifPresent(next -> xml.element("NextContinuationToken", token(next)));
            xml.element(
                            "KeyCount",
                            page.objects().size() + page.commonPrefixes().size())
                    .element("MaxKeys", wanted.maximum())
                    .element("IsTruncated", page.next().isPresent());
            for (StoredObject object : page.objects()) {
                xml.element(
                        "Contents",
                        each -> each.element("Key", encoding.apply(object.key().value()))
                                .element("LastModified", Timestamps.format(object.lastModified()))
                                .element("ETag", object.quotedEtag())
                                .element("Size", object.size())
                                .element("StorageClass", "STANDARD"));
            }
            for (String prefix : page.commonPrefixes()) {
                xml.element("CommonPrefixes", each -> each.element("Prefix", encoding.apply(prefix)));
            }
        });
    }

    private static String token(String next) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(next.getBytes(StandardCharsets.UTF_8));
    }

    /** The parameters of one call, read with their bounds. */
    private record Parameters(List<QueryParameter> query) {

        Optional<String> find(String name) {
            return query.stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .map(QueryParameter::value)
                    .findFirst();
        }

        ListRequest request() {
            return new ListRequest(
                    find("prefix").orElse(""),
                    find("delimiter").orElse(""),
                    find("start-after").orElse(""),
                    find("continuation-token").map(Parameters::position),
                    find("max-keys").map(Parameters::maximum).orElse(ListRequest.MAXIMUM));
        }

        UnaryOperator<String> encoding() {
            Optional<String> type = find("encoding-type");
            if (type.isEmpty()) {
                return UnaryOperator.identity();
            }
            if (!type.get().equals("url")) {
                throw new S3Refusal(S3Error.INVALID_ARGUMENT, "Invalid Encoding Method specified in Request");
            }
            return PercentEncoding::encodePath;
        }

        private static int maximum(String text) {
            if (!text.matches("\\d{1,9}")) {
                throw new S3Refusal(S3Error.INVALID_ARGUMENT, "max-keys: expected a number from 0 to 999999999");
            }
            return Math.min(Integer.parseInt(text), ListRequest.MAXIMUM);
        }

        private static String position(String token) {
            try {
                return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new S3Refusal(S3Error.INVALID_ARGUMENT, "The continuation token provided is incorrect");
            }
        }
    }
}
