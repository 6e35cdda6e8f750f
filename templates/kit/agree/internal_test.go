package agree

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/edge"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// secret takes some fields of the fixture for internal: of requests and answers, at different depths.
func secret(f protoreflect.FieldDescriptor) bool {
	return f.Name() == "currency" || f.Name() == "min_total" || f.Name() == "state"
}

// secrets runs the comparison behind options that a change was made to.
func secrets(t *testing.T, change func(*edge.Options)) (wrong []string, shown int) {
	t.Helper()
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	o := guarded([]edge.Options{{Runtime: runtime}}, secret)
	change(&o)
	s, err := newSuite(&shop.Orders_ServiceDesc, &shop.FakeOrders{}, []edge.Options{o})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	for _, c := range calls {
		if c.Method == "ImportOrders" {
			c.Request = `{"parent":"customers/1","order":{"title":"alpha","currency":"EUR"}}`
		}
		o, _ := s.operation(c)
		if !internal(secret).within(o.Input().Descriptor()) && !internal(secret).within(o.answer()) {
			continue
		}
		v := s.secrets(o, secret)
		wrong = append(wrong, v.wrong...)
		if v.skip == "" {
			shown++
		} else {
			t.Log(c.Method, v.skip)
		}
	}
	return wrong, shown
}

// refused takes nobody for an insider.
func refused(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if m, ok := request.(proto.Message); ok && internal(secret).holds(m) {
		return nil, status.Error(codes.InvalidArgument, "not for you")
	}
	return next(ctx, request)
}

func TestInternal(t *testing.T) {
	if wrong, shown := secrets(t, func(*edge.Options) {}); len(wrong) > 0 || shown < 3 {
		t.Errorf("shown on %d methods: %s", shown, strings.Join(wrong, "\n"))
	}
}

// TestTold lets through what must not pass, and keeps what may.
func TestTold(t *testing.T) {
	for name, change := range map[string]func(*edge.Options){
		"answers aren't filtered":     func(o *edge.Options) { o.Outgoing = nil },
		"requests aren't checked":     func(o *edge.Options) { o.Unary = nil },
		"streams of requests neither": func(o *edge.Options) { o.Stream = nil },
		"insiders may set nothing":    func(o *edge.Options) { o.Unary = append(o.Unary, refused) },
		"outsiders see nothing else": func(o *edge.Options) {
			o.Outgoing = func(ctx context.Context, m proto.Message) proto.Message {
				if len(metadata.ValueFromIncomingContext(ctx, "authorization")) == 1 {
					return m
				}
				return m.ProtoReflect().New().Interface()
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			wrong, _ := secrets(t, change)
			if len(wrong) == 0 {
				t.Error("nobody notices")
			}
			t.Log(strings.Join(wrong, "\n"))
		})
	}
}
