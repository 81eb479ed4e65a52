// SPDX-License-Identifier: GPL-3.0-or-later
//
// Test helper that runs a Kafka broker and answers small admin commands.
//
//   WeirKafka serve SERVER_PROPERTIES [--format CLUSTER_ID] [--scram SPEC]... [--control SOCKET]
//                   [--watch-pid PID] [--max-seconds N]
//   WeirKafka COMMAND BOOTSTRAP ARG...
//
// "serve" formats the storage when asked, starts the broker in this JVM, and answers the same
// COMMANDs on a Unix socket, so that a test does not pay for a new JVM per admin call. The
// commands themselves always go through an ordinary client connection to BOOTSTRAP.

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.ReplicaInfo;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

public final class WeirKafka {
    private static final int ADMIN_TIMEOUT_MS = 30_000;

    /** A mistake in the command line; its message is shown without a stack trace. */
    private static final class Usage extends RuntimeException {
        private static final long serialVersionUID = 1;

        Usage(String message) {
            super(message);
        }
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("serve")) {
            serve(Arrays.asList(args).subList(1, args.length));
            return;
        }
        int code = run(args, System.out);
        System.out.flush();
        // halt, not exit: a transaction left open on purpose must not be ended by a shutdown hook
        Runtime.getRuntime().halt(code);
    }

    // ---------------------------------------------------------------- broker

    private static void serve(List<String> args) throws Exception {
        String properties = args.get(0);
        String clusterId = null;
        String control = null;
        List<String> scram = new ArrayList<>();
        for (int i = 1; i + 1 < args.size(); i += 2) {
            String value = args.get(i + 1);
            switch (args.get(i)) {
                case "--format" -> clusterId = value;
                case "--scram" -> scram.add(value);
                case "--control" -> control = value;
                case "--watch-pid" -> watch(Long.parseLong(value));
                case "--max-seconds" -> expire(Long.parseLong(value));
                default -> throw new Usage("serve: unknown option " + args.get(i));
            }
        }
        if (clusterId != null) {
            List<String> format = new ArrayList<>(List.of("format", "-t", clusterId, "-c", properties,
                    "--ignore-formatted"));
            for (String one : scram) {
                format.add("--add-scram");
                format.add(one);
            }
            int code = kafka.tools.StorageTool.execute(format.toArray(new String[0]), System.out);
            if (code != 0) {
                System.err.println("formatting the storage failed");
                System.exit(code);
            }
        }
        if (control != null) {
            listen(control);
        }
        kafka.Kafka.main(new String[] {properties});
    }

    private static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void leave(String why) {
        System.err.println("weir-kafka: " + why);
        daemon("weir-halt", () -> {
            pause(15_000);
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static void watch(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            leave("process " + pid + " is gone");
            return;
        }
        daemon("weir-watch", () -> {
            while (process.get().isAlive()) {
                pause(200);
            }
            leave("process " + pid + " ended");
        });
    }

    private static void expire(long seconds) {
        daemon("weir-expire", () -> {
            pause(seconds * 1000);
            leave("ran for " + seconds + " s, the most it was given");
        });
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each request is a count and that many strings; each answer an exit code and the text printed. */
    private static void listen(String path) throws Exception {
        Files.deleteIfExists(Path.of(path));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(path));
        daemon("weir-control", () -> {
            while (true) {
                try {
                    SocketChannel peer = server.accept();
                    daemon("weir-command", () -> answer(peer));
                } catch (Exception e) {
                    pause(50);
                }
            }
        });
    }

    private static void answer(SocketChannel peer) {
        try (peer) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(peer));
            String[] args = new String[in.readInt()];
            for (int i = 0; i < args.length; i++) {
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                args[i] = new String(bytes, StandardCharsets.UTF_8);
            }
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int code;
            try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
                code = run(args, out);
            }
            DataOutputStream reply = new DataOutputStream(Channels.newOutputStream(peer));
            reply.writeInt(code);
            reply.writeInt(text.size());
            text.writeTo(reply);
            reply.flush();
        } catch (Exception e) {
            System.err.println("weir-kafka: control: " + e);
        }
    }

    // -------------------------------------------------------------- commands

    private static int run(String[] args, PrintStream out) {
        try {
            if (args.length < 2) {
                throw new Usage("usage: COMMAND BOOTSTRAP ARG...");
            }
            List<String> rest = Arrays.asList(args).subList(2, args.length);
            String bootstrap = args[1];
            switch (args[0]) {
                case "produce" -> produce(bootstrap, rest, out);
                case "txn" -> transactions(bootstrap, rest, out);
                default -> {
                    try (Admin admin = admin(bootstrap)) {
                        administer(args[0], admin, rest, out);
                    }
                }
            }
            return 0;
        } catch (Usage e) {
            out.println("ERROR=" + e.getMessage());
            return 2;
        } catch (Exception e) {
            Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            out.println("ERROR=" + cause.getClass().getSimpleName() + ": " + cause.getMessage());
            return 1;
        }
    }

    private static Admin admin(String bootstrap) {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrap);
        p.put("request.timeout.ms", "10000");
        p.put("default.api.timeout.ms", String.valueOf(ADMIN_TIMEOUT_MS));
        p.put("client.id", "weir-kafka-admin");
        p.put("enable.metrics.push", "false");
        return Admin.create(p);
    }

    private static void administer(String command, Admin admin, List<String> args, PrintStream out)
            throws Exception {
        switch (command) {
            case "topic-create" -> topicCreate(admin, args, out);
            case "topic-delete" -> admin.deleteTopics(args).all().get();
            case "topic-list" -> new TreeSet<>(admin.listTopics().names().get()).forEach(out::println);
            case "topic-describe" -> topicDescribe(admin, args, out);
            case "topic-alter" -> topicAlter(admin, args);
            case "topic-partitions" -> admin.createPartitions(
                    Map.of(args.get(0), NewPartitions.increaseTo(Integer.parseInt(args.get(1))))).all().get();
            case "offsets" -> offsets(admin, args, out);
            case "delete-records" -> deleteRecords(admin, args, out);
            case "logdirs" -> logDirs(admin, args, out);
            case "groups" -> groups(admin, args, out);
            case "group-commit" -> groupCommit(admin, args);
            case "group-delete" -> admin.deleteConsumerGroups(args).all().get();
            case "scram-set" -> scramSet(admin, args);
            case "scram-delete" -> scramDelete(admin, args);
            case "acl-add" -> acl(admin, args, true);
            case "acl-remove" -> acl(admin, args, false);
            case "acl-list" -> aclList(admin, out);
            default -> throw new Usage("unknown command " + command);
        }
    }

    private static Map<String, String> pairs(List<String> args) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String arg : args) {
            int at = arg.indexOf('=');
            if (at <= 0) {
                throw new Usage("expected KEY=VALUE, got " + arg);
            }
            map.put(arg.substring(0, at), arg.substring(at + 1));
        }
        return map;
    }

    /** NAME PARTITIONS [CONFIG=VALUE]... */
    private static void topicCreate(Admin admin, List<String> args, PrintStream out) throws Exception {
        String name = args.get(0);
        int partitions = Integer.parseInt(args.get(1));
        NewTopic topic = new NewTopic(name, partitions, (short) 1)
                .configs(pairs(args.subList(2, args.size())));
        admin.createTopics(List.of(topic)).all().get();
        awaitLeaders(admin, name, partitions);
        out.println("TOPIC=" + name);
        out.println("PARTITIONS=" + partitions);
    }

    /** Creating a topic answers before its partitions can be written; wait until they can. */
    private static void awaitLeaders(Admin admin, String name, int partitions) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                Map<TopicPartition, OffsetSpec> query = new HashMap<>();
                for (int i = 0; i < partitions; i++) {
                    query.put(new TopicPartition(name, i), OffsetSpec.latest());
                }
                admin.listOffsets(query).all().get();
                return;
            } catch (ExecutionException e) {
                last = e;
                pause(20);
            }
        }
        throw last;
    }

    private static void topicDescribe(Admin admin, List<String> names, PrintStream out) throws Exception {
        Collection<String> wanted = names.isEmpty() ? new TreeSet<>(admin.listTopics().names().get()) : names;
        Map<String, TopicDescription> all = new TreeMap<>(admin.describeTopics(wanted).allTopicNames().get());
        List<ConfigResource> resources = new ArrayList<>();
        for (String name : wanted) {
            resources.add(new ConfigResource(ConfigResource.Type.TOPIC, name));
        }
        Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
        for (TopicDescription topic : all.values()) {
            out.println("TOPIC=" + topic.name() + " ID=" + topic.topicId() + " PARTITIONS=" + topic.partitions().size());
            for (TopicPartitionInfo p : topic.partitions()) {
                out.println("  PARTITION=" + p.partition() + " LEADER=" + (p.leader() == null ? -1 : p.leader().id()));
            }
            for (ConfigEntry entry : configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())).entries()) {
                if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                    out.println("  CONFIG " + entry.name() + "=" + entry.value());
                }
            }
        }
    }

    /** NAME CONFIG=VALUE... (an empty VALUE removes the setting) */
    private static void topicAlter(Admin admin, List<String> args) throws Exception {
        List<AlterConfigOp> ops = new ArrayList<>();
        pairs(args.subList(1, args.size())).forEach((key, value) -> ops.add(new AlterConfigOp(
                new ConfigEntry(key, value),
                value.isEmpty() ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET)));
        admin.incrementalAlterConfigs(
                Map.of(new ConfigResource(ConfigResource.Type.TOPIC, args.get(0)), ops)).all().get();
    }

    private static List<TopicPartition> partitionsOf(Admin admin, List<String> names) throws Exception {
        Collection<String> wanted = names.isEmpty() ? new TreeSet<>(admin.listTopics().names().get()) : names;
        List<TopicPartition> found = new ArrayList<>();
        for (TopicDescription topic : new TreeMap<>(admin.describeTopics(wanted).allTopicNames().get()).values()) {
            for (TopicPartitionInfo p : topic.partitions()) {
                found.add(new TopicPartition(topic.name(), p.partition()));
            }
        }
        return found;
    }

    private static Map<TopicPartition, Long> list(Admin admin, List<TopicPartition> partitions, OffsetSpec spec,
                                                  IsolationLevel isolation) throws Exception {
        Map<TopicPartition, OffsetSpec> query = new HashMap<>();
        partitions.forEach(tp -> query.put(tp, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> e
                : admin.listOffsets(query, new ListOffsetsOptions(isolation)).all().get().entrySet()) {
            offsets.put(e.getKey(), e.getValue().offset());
        }
        return offsets;
    }

    /** [--time MS] TOPIC... */
    private static void offsets(Admin admin, List<String> args, PrintStream out) throws Exception {
        Long time = null;
        if (args.size() >= 2 && args.get(0).equals("--time")) {
            time = Long.parseLong(args.get(1));
            args = args.subList(2, args.size());
        }
        List<TopicPartition> tps = partitionsOf(admin, args);
        if (time != null) {
            Map<TopicPartition, Long> at = list(admin, tps, OffsetSpec.forTimestamp(time), IsolationLevel.READ_UNCOMMITTED);
            tps.forEach(tp -> out.println("TOPIC=" + tp.topic() + " PARTITION=" + tp.partition() + " OFFSET=" + at.get(tp)));
            return;
        }
        Map<TopicPartition, Long> first = list(admin, tps, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> high = list(admin, tps, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Long> stable = list(admin, tps, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        tps.forEach(tp -> out.println("TOPIC=" + tp.topic() + " PARTITION=" + tp.partition()
                + " EARLIEST=" + first.get(tp) + " LATEST=" + high.get(tp) + " STABLE=" + stable.get(tp)));
    }

    /** TOPIC:PARTITION:OFFSET... (offset -1: everything up to the high watermark) */
    private static void deleteRecords(Admin admin, List<String> args, PrintStream out) throws Exception {
        Map<TopicPartition, RecordsToDelete> request = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> e : positions(args).entrySet()) {
            request.put(e.getKey(), RecordsToDelete.beforeOffset(e.getValue()));
        }
        var answers = admin.deleteRecords(request).lowWatermarks();
        for (var e : answers.entrySet()) {
            out.println("TOPIC=" + e.getKey().topic() + " PARTITION=" + e.getKey().partition()
                    + " EARLIEST=" + e.getValue().get().lowWatermark());
        }
    }

    private static Map<TopicPartition, Long> positions(List<String> args) {
        Map<TopicPartition, Long> map = new LinkedHashMap<>();
        for (String arg : args) {
            String[] part = arg.split(":");
            if (part.length != 3) {
                throw new Usage("expected TOPIC:PARTITION:OFFSET, got " + arg);
            }
            map.put(new TopicPartition(part[0], Integer.parseInt(part[1])), Long.parseLong(part[2]));
        }
        return map;
    }

    private static void logDirs(Admin admin, List<String> topics, PrintStream out) throws Exception {
        var dirs = admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        for (var dir : dirs.values()) {
            Map<String, ReplicaInfo> sorted = new TreeMap<>();
            dir.replicaInfos().forEach((tp, info) -> {
                if (topics.isEmpty() || topics.contains(tp.topic())) {
                    sorted.put(tp.topic() + " PARTITION=" + tp.partition(), info);
                }
            });
            sorted.forEach((key, info) -> out.println("TOPIC=" + key + " BYTES=" + info.size()));
        }
    }

    /** The method was renamed between Kafka 3.9 and 4.0. */
    private static Object state(Object group) throws Exception {
        try {
            return group.getClass().getMethod("groupState").invoke(group);
        } catch (NoSuchMethodException e) {
            return group.getClass().getMethod("state").invoke(group);
        }
    }

    @SuppressWarnings({"deprecation", "removal"})
    private static void groups(Admin admin, List<String> names, PrintStream out) throws Exception {
        if (names.isEmpty()) {
            for (var group : admin.listConsumerGroups().all().get()) {
                out.println("GROUP=" + group.groupId());
            }
            return;
        }
        for (String name : names) {
            var group = admin.describeConsumerGroups(List.of(name)).all().get().get(name);
            out.println("GROUP=" + name + " STATE=" + state(group) + " MEMBERS=" + group.members().size());
            for (var member : group.members()) {
                out.println("  MEMBER=" + member.consumerId() + " CLIENT=" + member.clientId()
                        + " ASSIGNED=" + member.assignment().topicPartitions());
            }
            var committed = admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
            committed.forEach((tp, at) -> out.println("  TOPIC=" + tp.topic() + " PARTITION=" + tp.partition()
                    + " COMMITTED=" + (at == null ? -1 : at.offset())));
        }
    }

    /** GROUP TOPIC:PARTITION:OFFSET... */
    private static void groupCommit(Admin admin, List<String> args) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        positions(args.subList(1, args.size())).forEach((tp, at) -> commit.put(tp, new OffsetAndMetadata(at)));
        admin.alterConsumerGroupOffsets(args.get(0), commit).all().get();
    }

    private static List<ScramMechanism> mechanisms() {
        return List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);
    }

    /** USER PASSWORD; one request per mechanism, since a request may name a user once */
    private static void scramSet(Admin admin, List<String> args) throws Exception {
        for (ScramMechanism m : mechanisms()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                    args.get(0), new ScramCredentialInfo(m, 4096), args.get(1)))).all().get();
        }
    }

    /** USER */
    private static void scramDelete(Admin admin, List<String> args) throws Exception {
        for (ScramMechanism m : mechanisms()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialDeletion(args.get(0), m))).all().get();
        }
    }

    /** allow|deny PRINCIPAL OPERATION[,OPERATION] RESOURCE; resource: topic:T, topic-prefix:T, group:G, txn:ID, cluster */
    private static void acl(Admin admin, List<String> args, boolean add) throws Exception {
        AclPermissionType permission = AclPermissionType.fromString(args.get(0));
        if (permission == AclPermissionType.UNKNOWN) {
            throw new Usage("expected allow or deny, got " + args.get(0));
        }
        String resource = args.get(3);
        String name = resource.contains(":") ? resource.substring(resource.indexOf(':') + 1) : "";
        PatternType pattern = resource.startsWith("topic-prefix:") || resource.startsWith("group-prefix:")
                ? PatternType.PREFIXED : PatternType.LITERAL;
        ResourceType type;
        if (resource.equals("cluster")) {
            type = ResourceType.CLUSTER;
            name = "kafka-cluster";
        } else if (resource.startsWith("topic")) {
            type = ResourceType.TOPIC;
        } else if (resource.startsWith("group")) {
            type = ResourceType.GROUP;
        } else if (resource.startsWith("txn:")) {
            type = ResourceType.TRANSACTIONAL_ID;
        } else {
            throw new Usage("unknown resource " + resource);
        }
        List<AclBinding> bindings = new ArrayList<>();
        for (String op : args.get(2).split(",")) {
            AclOperation operation = AclOperation.fromString(op);
            if (operation == AclOperation.UNKNOWN) {
                throw new Usage("unknown operation " + op);
            }
            bindings.add(new AclBinding(new ResourcePattern(type, name, pattern),
                    new AccessControlEntry(args.get(1), "*", operation, permission)));
        }
        if (add) {
            admin.createAcls(bindings).all().get();
        } else {
            List<AclBindingFilter> filters = new ArrayList<>();
            bindings.forEach(b -> filters.add(b.toFilter()));
            admin.deleteAcls(filters).all().get();
        }
    }

    private static void aclList(Admin admin, PrintStream out) throws Exception {
        for (AclBinding b : admin.describeAcls(AclBindingFilter.ANY).values().get()) {
            out.println(b.entry().permissionType() + " " + b.entry().principal() + " " + b.entry().operation() + " "
                    + b.pattern().resourceType() + ":" + b.pattern().name() + " " + b.pattern().patternType());
        }
    }

    // ------------------------------------------------------------- producers

    private static Properties producerConfig(String bootstrap) {
        Properties p = new Properties();
        p.put("bootstrap.servers", bootstrap);
        p.put("key.serializer", ByteArraySerializer.class.getName());
        p.put("value.serializer", ByteArraySerializer.class.getName());
        p.put("client.id", "weir-kafka-producer");
        p.put("linger.ms", "5");
        p.put("buffer.memory", "16777216");
        p.put("max.block.ms", "15000");
        p.put("delivery.timeout.ms", "30000");
        p.put("request.timeout.ms", "10000");
        p.put("enable.metrics.push", "false");
        return p;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * TOPIC [option=value]...: count, size, partition, start (first number), time (ms of the first record),
     * step (ms between records), key (printf pattern of the number, "" for none), value (printf pattern),
     * null-every, rate (records/s), header.NAME=VALUE, and any producer setting as set.NAME=VALUE.
     */
    private static void produce(String bootstrap, List<String> args, PrintStream out) throws Exception {
        String topic = args.get(0);
        Map<String, String> opt = pairs(args.subList(1, args.size()));
        Properties config = producerConfig(bootstrap);
        RecordHeaders headers = new RecordHeaders();
        opt.forEach((key, value) -> {
            if (key.startsWith("set.")) {
                config.put(key.substring(4), value);
            } else if (key.startsWith("header.")) {
                headers.add(key.substring(7), utf8(value));
            }
        });
        long count = Long.parseLong(opt.getOrDefault("count", "1"));
        long start = Long.parseLong(opt.getOrDefault("start", "0"));
        int size = Integer.parseInt(opt.getOrDefault("size", "0"));
        Integer partition = opt.containsKey("partition") ? Integer.valueOf(opt.get("partition")) : null;
        Long time = opt.containsKey("time") ? Long.valueOf(opt.get("time")) : null;
        long step = Long.parseLong(opt.getOrDefault("step", "1"));
        String key = opt.getOrDefault("key", "");
        String value = opt.getOrDefault("value", "n=%d");
        long nullEvery = Long.parseLong(opt.getOrDefault("null-every", "0"));
        double rate = Double.parseDouble(opt.getOrDefault("rate", "0"));
        byte[] filler = new byte[Math.max(size, 0)];
        Random random = new Random(1);
        for (int i = 0; i < filler.length; i++) {
            filler[i] = (byte) ('a' + random.nextInt(26));
        }
        AtomicReference<Exception> failure = new AtomicReference<>();
        Map<Integer, long[]> range = new TreeMap<>();
        long began = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config)) {
            for (long i = 0; i < count && failure.get() == null; i++) {
                long n = start + i;
                byte[] body = utf8(String.format(value, n));
                if (size > body.length + 1) {
                    int have = body.length;
                    body = Arrays.copyOf(body, size);
                    body[have] = ' ';
                    System.arraycopy(filler, 0, body, have + 1, size - have - 1);
                }
                if (nullEvery > 0 && (i + 1) % nullEvery == 0) {
                    body = null;
                }
                Headers own = headers.toArray().length == 0 ? null : new RecordHeaders(headers);
                producer.send(new ProducerRecord<>(topic, partition, time == null ? null : time + i * step,
                        key.isEmpty() ? null : utf8(String.format(key, n)), body, own), (meta, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                    } else {
                        note(range, meta);
                    }
                });
                if (rate > 0) {
                    long due = began + (long) ((i + 1) * 1e9 / rate);
                    long wait = (due - System.nanoTime()) / 1_000_000;
                    if (wait > 0) {
                        pause(wait);
                    }
                }
            }
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        printRange(topic, range, out);
        out.println("COUNT=" + count);
    }

    private static void note(Map<Integer, long[]> range, RecordMetadata meta) {
        synchronized (range) {
            long[] r = range.computeIfAbsent(meta.partition(), p -> new long[] {meta.offset(), meta.offset()});
            r[0] = Math.min(r[0], meta.offset());
            r[1] = Math.max(r[1], meta.offset());
        }
    }

    private static void printRange(String topic, Map<Integer, long[]> range, PrintStream out) {
        synchronized (range) {
            range.forEach((p, r) -> out.println("TOPIC=" + topic + " PARTITION=" + p + " FIRST=" + r[0] + " LAST=" + r[1]));
        }
    }

    /** TOPIC ID PARTITION TIMEOUT_MS STEP...; a step is commit:N, abort:N, plain:N or open:N */
    private static void transactions(String bootstrap, List<String> args, PrintStream out) throws Exception {
        String topic = args.get(0);
        int partition = Integer.parseInt(args.get(2));
        Properties config = producerConfig(bootstrap);
        config.put("transactional.id", args.get(1));
        config.put("transaction.timeout.ms", args.get(3));
        config.put("delivery.timeout.ms", "15000");
        config.put("request.timeout.ms", "5000");
        TopicPartition tp = new TopicPartition(topic, partition);
        boolean open = false;
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config);
        try (Admin admin = admin(bootstrap)) {
            producer.initTransactions();
            int number = 0;
            for (String step : args.subList(4, args.size())) {
                String[] part = step.split(":");
                if (part.length != 2 || open) {
                    throw new Usage(open ? "open:N must be the last step" : "expected KIND:N, got " + step);
                }
                int count = Integer.parseInt(part[1]);
                long[] range = {Long.MAX_VALUE, -1};
                if (part[0].equals("plain")) {
                    Properties plain = producerConfig(bootstrap);
                    try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(plain)) {
                        send(other, topic, partition, part[0], number, count, range);
                    }
                } else {
                    if (!List.of("commit", "abort", "open").contains(part[0])) {
                        throw new Usage("unknown step " + step);
                    }
                    producer.beginTransaction();
                    send(producer, topic, partition, part[0], number, count, range);
                    switch (part[0]) {
                        case "commit" -> producer.commitTransaction();
                        case "abort" -> producer.abortTransaction();
                        default -> open = true;
                    }
                    if (!open) {
                        awaitEndOfTransaction(admin, tp);
                    }
                }
                out.println("STEP=" + part[0] + " FIRST=" + range[0] + " LAST=" + range[1]);
                number++;
            }
        } finally {
            // closing with no time left keeps an open transaction open, as a crashed producer would
            producer.close(open ? Duration.ZERO : Duration.ofSeconds(10));
        }
        try (Admin admin = admin(bootstrap)) {
            out.println("LATEST=" + latest(admin, tp, IsolationLevel.READ_UNCOMMITTED));
            out.println("STABLE=" + latest(admin, tp, IsolationLevel.READ_COMMITTED));
        }
    }

    /** The broker answers before it has written the marker: what is sent at once could stand before it. */
    private static void awaitEndOfTransaction(Admin admin, TopicPartition tp) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        while (latest(admin, tp, IsolationLevel.READ_COMMITTED) < latest(admin, tp, IsolationLevel.READ_UNCOMMITTED)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the end of a transaction was not written to " + tp);
            }
            Thread.sleep(5);
        }
    }

    private static long latest(Admin admin, TopicPartition tp, IsolationLevel isolation) throws Exception {
        return list(admin, List.of(tp), OffsetSpec.latest(), isolation).get(tp);
    }

    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, String kind,
                             int number, int count, long[] range) throws Exception {
        List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.send(new ProducerRecord<>(topic, partition, null,
                    utf8(kind + "-" + number + "-" + i))));
        }
        producer.flush();
        for (var f : sent) {
            long offset = f.get().offset();
            range[0] = Math.min(range[0], offset);
            range[1] = Math.max(range[1], offset);
        }
        if (count == 0) {
            range[0] = -1;
        }
    }
}
