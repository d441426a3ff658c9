import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.kafka.ConfluentKafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Java's Kafka modules of both generations with their own start scripts and waits: java Testcontainers IMAGE. A line
 * {@code ok NAME} or {@code FAILED NAME: why} a case.
 */
@SuppressWarnings("deprecation")
public class Testcontainers {
  public static void main(String[] args) {
    DockerImageName image = DockerImageName.parse(args[0]);
    DockerImageName confluent = image.asCompatibleSubstituteFor("confluentinc/cp-kafka");
    DockerImageName apache = image.asCompatibleSubstituteFor("apache/kafka");

    check("containers.KafkaContainer, ZooKeeper in the container", () -> {
      try (var kafka = new org.testcontainers.containers.KafkaContainer(confluent)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("containers.KafkaContainer, KRaft", () -> {
      try (var kafka = new org.testcontainers.containers.KafkaContainer(confluent).withKraft()) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("containers.KafkaContainer, ZooKeeper as a container of its own", () -> {
      try (var network = Network.newNetwork();
          var zookeeper = new GenericContainer<>(confluent).withNetwork(network)
              .withNetworkAliases("zookeeper").withEnv("ZOOKEEPER_CLIENT_PORT", "2181");
          var kafka = new org.testcontainers.containers.KafkaContainer(confluent)
              .withNetwork(network).withExternalZookeeper("zookeeper:2181")) {
        zookeeper.start();
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("containers.KafkaContainer, a listener more for other containers", () -> {
      try (var network = Network.newNetwork();
          var kafka = new org.testcontainers.containers.KafkaContainer(confluent).withKraft()
              .withListener(() -> "kafka:19092").withNetwork(network)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("kafka.ConfluentKafkaContainer", () -> {
      try (var kafka = new ConfluentKafkaContainer(confluent)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("kafka.ConfluentKafkaContainer, a listener more for other containers", () -> {
      try (var network = Network.newNetwork();
          var kafka = new ConfluentKafkaContainer(confluent).withListener("kafka:19092")
              .withNetwork(network)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("kafka.KafkaContainer, of apache/kafka", () -> {
      try (var kafka = new org.testcontainers.kafka.KafkaContainer(apache)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
    check("kafka.KafkaContainer, of apache/kafka, a listener more for other containers", () -> {
      try (var network = Network.newNetwork();
          var kafka = new org.testcontainers.kafka.KafkaContainer(apache)
              .withListener("kafka:19092").withNetwork(network)) {
        return started(kafka, kafka::getBootstrapServers);
      }
    });
  }

  private static void check(String name, Callable<Long> run) {
    try {
      System.out.println("ok " + name + " (started in " + run.call() + " ms)");
    } catch (Exception | Error error) {
      System.out.println("FAILED " + name + ": " + error);
    }
  }

  private static long started(GenericContainer<?> container, Callable<String> servers)
      throws Exception {
    long from = System.nanoTime();
    container.start();
    long millis = (System.nanoTime() - from) / 1_000_000;
    roundTrip(servers.call());
    return millis;
  }

  private static void roundTrip(String servers) throws Exception {
    Map<String, Object> common = Map.of("bootstrap.servers", servers);
    Map<String, Object> reading =
        Map.of("bootstrap.servers", servers, "group.id", "readers", "auto.offset.reset", "earliest");
    try (var admin = AdminClient.create(common);
        var producer =
            new KafkaProducer<>(common, new StringSerializer(), new StringSerializer());
        var consumer =
            new KafkaConsumer<>(reading, new StringDeserializer(), new StringDeserializer())) {
      admin.createTopics(List.of(new NewTopic("messages", 1, (short) 1))).all().get();
      producer.send(new ProducerRecord<>("messages", "a key", "a message")).get();
      consumer.subscribe(List.of("messages"));
      for (int attempt = 0; attempt < 100; attempt++) {
        var records = consumer.poll(Duration.ofMillis(200));
        if (records.isEmpty()) continue;
        if (records.iterator().next().value().equals("a message")) return;
        throw new AssertionError("read: " + records.iterator().next());
      }
      throw new AssertionError("read nothing");
    }
  }
}
