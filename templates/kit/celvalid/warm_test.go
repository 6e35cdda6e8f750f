package celvalid_test

import (
	stdruntime "runtime"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/kit/celvalid"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

// TestWarm compiles good rules, finds bad ones, and leaves little to the first message.
func TestWarm(t *testing.T) {
	runtime, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	var inputs []protoreflect.MessageDescriptor
	methods := shop.File_shop_proto.Services().Get(0).Methods()
	for i := range methods.Len() {
		inputs = append(inputs, methods.Get(i).Input())
	}
	if err := runtime.Warm(inputs...); err != nil {
		t.Error(err)
	}
	if err := runtime.Warm(node(t, "this.a == this.c"), node(t, "this.a == this.b")); err == nil || !strings.Contains(err.Error(), "t.Node") {
		t.Errorf("a rule of a field that isn't there compiles: %v", err)
	}
	cold, err := celvalid.New()
	if err != nil {
		t.Fatal(err)
	}
	if first, warmed := cost(t, cold), cost(t, runtime); warmed*10 > first {
		t.Errorf("the first message costs %d allocations, and %d after warming", first, warmed)
	}
}

// cost returns the allocations of one message.
func cost(t *testing.T, r *celvalid.Runtime) uint64 {
	t.Helper()
	var before, after stdruntime.MemStats
	stdruntime.ReadMemStats(&before)
	if _, err := r.Evaluate(&shop.CancelOrderRequest{Name: "n", Code: 1}, nil, time.Now); err != nil {
		t.Fatal(err)
	}
	stdruntime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}
