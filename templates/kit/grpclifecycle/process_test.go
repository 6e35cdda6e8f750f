package grpclifecycle_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	_ "google.golang.org/grpc/health" // lets clients look at it
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
	"github.com/bylaw-dev/bylaw/templates/support/lifecycle"
)

// instance is a process that runs.
type instance struct {
	*exec.Cmd
	address string
	log     *bytes.Buffer
}

func build(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has no SIGTERM that one process could send another")
	}
	program := filepath.Join(t.TempDir(), "demo")
	if out, err := exec.Command("go", "build", "-o", program, "./internal/demo").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return program
}

func launch(t *testing.T, program string, args ...string) *instance {
	t.Helper()
	i := &instance{Cmd: exec.Command(program, args...), log: new(bytes.Buffer)}
	i.Stderr = i.log
	out, err := i.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { i.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err, i.log)
	}
	i.address = strings.TrimSpace(line)
	return i
}

func (i *instance) exits(t *testing.T, want int) {
	t.Helper()
	err := i.Wait()
	if code := i.ProcessState.ExitCode(); code != want {
		t.Errorf("it exits with %d, want %d: %v\n%s", code, want, err, i.log)
	}
}

// refused waits until nobody listens.
func refused(t *testing.T, address string) {
	t.Helper()
	for late := time.Now().Add(20 * time.Second); time.Now().Before(late); {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			return
		}
		conn.Close()
	}
	t.Fatal("it still listens")
}

// balanced returns a client that chooses among all that are healthy, and repeats nothing.
func balanced(t *testing.T, all ...*instance) *grpc.ClientConn {
	t.Helper()
	r := manual.NewBuilderWithScheme("test")
	var at []resolver.Address
	for _, i := range all {
		at = append(at, resolver.Address{Addr: i.address})
	}
	r.InitialState(resolver.State{Addresses: at})
	return dial(t, "test:///shop", grpc.WithResolvers(r), grpc.WithDisableRetry(),
		grpc.WithDefaultServiceConfig(`{"loadBalancingConfig":[{"round_robin":{}}],"healthCheckConfig":{"serviceName":""}}`))
}

func dial(t *testing.T, target string, o ...grpc.DialOption) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(target, append(o, grpc.WithTransportCredentials(insecure.NewCredentials()))...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// chat is a stream on one instance, of which one message has come back already.
func chat(t *testing.T, i *instance) (say func(string) error, end func() error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	stream, err := shop.NewOrdersClient(dial(t, "passthrough:///"+i.address)).Chat(ctx, grpc.WaitForReady(true))
	if err != nil {
		t.Fatal(err)
	}
	say = func(text string) error {
		if err := stream.Send(&shop.ChatMessage{Text: text}); err != nil {
			return err
		}
		m, err := stream.Recv()
		if err == nil && m.GetText() != text {
			err = fmt.Errorf("%q", m.GetText())
		}
		return err
	}
	if err := say("first"); err != nil {
		t.Fatal(err)
	}
	return say, func() error {
		if err := stream.CloseSend(); err != nil {
			return err
		}
		if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
			return err
		}
		return nil
	}
}

// One of two instances is told to stop while both are under load by clients that watch their health.
func TestNoCallIsLost(t *testing.T) {
	program := build(t)
	all := []*instance{launch(t, program, "-drain", "2s"), launch(t, program, "-drain", "2s")}
	conn := balanced(t, all...)
	client := shop.NewOrdersClient(conn)
	var served [2]atomic.Int64
	stop := make(chan struct{})
	var done sync.WaitGroup
	for range 16 {
		done.Add(1)
		go func() {
			defer done.Done()
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				var from peer.Peer
				name := fmt.Sprintf("customers/1/orders/%d", n)
				got, err := client.GetOrder(context.Background(), &shop.GetOrderRequest{Name: name}, grpc.Peer(&from), grpc.WaitForReady(n == 0))
				if err != nil || got.GetName() != name {
					t.Errorf("%s is lost: %v", name, err)
					return
				}
				for i := range all {
					if from.Addr.String() == all[i].address {
						served[i].Add(1)
					}
				}
			}
		}()
	}
	for served[0].Load() < 200 || served[1].Load() < 200 {
		time.Sleep(time.Millisecond)
	}
	say, end := chat(t, all[0])
	if err := all[0].Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refused(t, all[0].address)
	for _, text := range []string{"second", "third"} { // a stream that is in flight goes on
		if err := say(text); err != nil {
			t.Errorf("%s is lost: %v", text, err)
		}
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	all[0].exits(t, lifecycle.ExitOK)
	for before := served[1].Load(); served[1].Load() < before+200; {
		time.Sleep(time.Millisecond)
	}
	close(stop)
	done.Wait()
	if state := conn.GetState(); state != connectivity.Ready {
		t.Error(state)
	}
	t.Logf("%d calls of the one that stopped, %d of the other", served[0].Load(), served[1].Load())
	if err := all[1].Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	all[1].exits(t, lifecycle.ExitOK)
}

func TestAStreamThatNeverEndsIsCut(t *testing.T) {
	i := launch(t, build(t), "-drain", "1ns", "-grace", "100ms")
	say, _ := chat(t, i)
	if err := i.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	i.exits(t, lifecycle.ExitForced)
	if err := say("second"); err == nil {
		t.Error("it goes on")
	}
	if text := i.log.String(); !strings.Contains(text, "calls in flight were cut off") || strings.Contains(text, "context") {
		t.Error(text)
	}
}
