package rpc

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/bylaw-dev/bylaw/mock"
)

// exchange is one request and its answer: over gRPC if it has a Name, else over REST.
type exchange struct {
	Name, Method, Target, ContentType string
	Body                              []byte
	Status                            int
	Answer                            []byte
}

// TestLikeGenerated sends broken requests to the mock and to the boundary of the code that is generated from the same
// contract: what one refuses, the other refuses in the same words.
func TestLikeGenerated(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a server with CEL, which takes a while: run it without -short")
	}
	r := start(t, mock.Options{})
	var all []exchange
	random := rand.New(rand.NewPCG(1, 2))
	for _, m := range r.methods {
		if m.Name() == "CancelOrder" || streams(m) != "" {
			continue // a rule in CEL, which the mock leaves out; and streams, which end otherwise
		}
		sample, err := r.maker.Request(m)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, overGRPC(random, m, sample)...)
		if c, ok := overHTTP(m, sample); ok {
			all = append(all, overREST(c)...)
		}
	}
	generated := replay(t, all)
	refused := 0
	for i, want := range generated {
		got := r.send(all[i])
		passes := want.Status == int(codes.Unimplemented) && want.Name != "" || want.Status == 501
		if passes && (got.Status%200 == 0 || bytes.Contains(got.Answer, []byte("no token that the mock has given"))) {
			continue
		}
		refused++
		if got.Status != want.Status || !bytes.Equal(got.Answer, want.Answer) {
			t.Errorf("%s %s %s %s %q\nmock      %d %q\ngenerated %d %q", want.Name, want.Method, want.Target, want.ContentType, want.Body, got.Status, got.Answer, want.Status, want.Answer)
		}
	}
	t.Logf("%d requests, %d refused by both", len(all), refused)
	if refused < len(all)/3 {
		t.Error("too few are refused: are they broken still?")
	}
}

// oddJSON are values that don't fit somewhere or other.
var oddJSON = []string{`null`, `true`, `-1`, `1.5`, `1e99`, `"x"`, `""`, `[]`, `[null]`, `{}`, `{"x":1}`, `"` + strings.Repeat("long ", 30) + `"`, `"2020-01-01T00:00:00Z"`, `"9223372036854775808"`, `{"@type":"a/none"}`}

// overREST breaks a request over HTTP in every way that comes to mind.
func overREST(c call) (all []exchange) {
	add := func(method, target, media, body string) {
		all = append(all, exchange{Method: method, Target: target, ContentType: media, Body: []byte(body)})
	}
	const media = "application/json"
	add(c.method, c.target, media, string(c.body))
	add("TRACE", c.target, "", "")
	add(c.method, c.target+"/none", media, string(c.body))
	path, _, _ := strings.Cut(c.target, "?")
	for _, query := range []string{"pageSize=x", "pageSize=101", "pageSize=-1", "page_size=1&pageSize=1", "filter.after=now", "filter=1", "labels[a]=1", "updateMask=none", "update_mask=title&updateMask=etag",
		"states=9", "states=STATE_NONE", "filter.minTotal=NaN", "filter.cursor=?", "requestId=1", "%zz=1", "pageSize=%zz", "read_mask=a..b", "title=x", "order.title=x"} {
		add(c.method, path+"?"+query, media, string(c.body))
	}
	if c.body == nil {
		return all
	}
	for _, body := range []string{"", "{", "[]", "null", `"x"`, string(c.body) + "x", strings.Repeat("[", 200), "\"\xff\"", strings.Repeat(" ", 1<<20) + "{}"} {
		add(c.method, c.target, media, body)
	}
	add(c.method, c.target, "text/plain", string(c.body))
	add(c.method, c.target, "", string(c.body))
	var members map[string]json.RawMessage
	if json.Unmarshal(c.body, &members) != nil {
		return all
	}
	members["unknown"] = nil
	for _, key := range slices.Sorted(keys(members)) {
		for _, odd := range oddJSON {
			add(c.method, c.target, media, with(members, key, odd))
		}
		add(c.method, c.target, media, strings.TrimSuffix(with(members, key, "1"), "}")+`,"`+key+`":2}`)
	}
	return all
}

func keys(members map[string]json.RawMessage) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range members {
			if !yield(key) {
				return
			}
		}
	}
}

// with writes members, one of them with another value.
func with(members map[string]json.RawMessage, key, text string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(keys(members)) {
		value := string(members[name])
		if name == key {
			value = text
		} else if name == "unknown" {
			continue
		}
		b.WriteString(`,"` + name + `":` + value)
	}
	return "{" + b.String()[1:] + "}"
}

// overGRPC breaks a message: fields at random, and bytes.
func overGRPC(random *rand.Rand, m protoreflect.MethodDescriptor, sample proto.Message) (all []exchange) {
	name := "/" + string(m.Parent().FullName()) + "/" + string(m.Name())
	add := func(body []byte) { all = append(all, exchange{Name: name, Body: body}) }
	for range 60 {
		msg := proto.Clone(sample).ProtoReflect()
		distort(random, msg, 3)
		body, err := proto.MarshalOptions{Deterministic: true}.Marshal(msg.Interface())
		if err != nil {
			continue // a text that isn't UTF-8
		}
		add(body)
		if random.IntN(3) == 0 && len(body) > 1 {
			add(body[:random.IntN(len(body))])
		}
	}
	add(bytes.Repeat([]byte{0x0a}, 100))
	return all
}

// distort changes some fields of a message and of those in it.
func distort(random *rand.Rand, m protoreflect.Message, depth int) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case random.IntN(3) > 0:
		case random.IntN(4) == 0:
			m.Clear(f)
		case f.IsMap():
			m.Mutable(f).Map().Set(protoreflect.ValueOfString(strings.Repeat("k", random.IntN(14))).MapKey(), protoreflect.ValueOfString("v"))
		case f.Message() != nil && strings.HasPrefix(string(f.Message().FullName()), "google.protobuf."):
		case f.IsList() && f.Message() != nil:
			for range random.IntN(7) {
				if depth > 0 {
					distort(random, m.Mutable(f).List().AppendMutable().Message(), depth-1)
				}
			}
		case f.Message() != nil:
			if depth > 0 {
				distort(random, m.Mutable(f).Message(), depth-1)
			}
		case f.IsList():
			m.Mutable(f).List().Append(odd(random, f))
		default:
			m.Set(f, odd(random, f))
		}
	}
}

func odd(random *rand.Rand, f protoreflect.FieldDescriptor) protoreflect.Value {
	n := random.IntN(130) - 10
	switch f.Kind() {
	case protoreflect.BoolKind:
		return protoreflect.ValueOfBool(n > 0)
	case protoreflect.StringKind:
		return protoreflect.ValueOfString([]string{"", "a", "EUR", "customers/1", "customers/1/orders/2", "00000000-0000-0000-0000-00000000000x", strings.Repeat("é", 41)}[random.IntN(7)])
	case protoreflect.BytesKind:
		return protoreflect.ValueOfBytes(make([]byte, max(0, n)))
	case protoreflect.EnumKind:
		return protoreflect.ValueOfEnum(protoreflect.EnumNumber(n % 5))
	case protoreflect.Int32Kind:
		return protoreflect.ValueOfInt32(int32(n))
	case protoreflect.Int64Kind:
		return protoreflect.ValueOfInt64(int64(n))
	case protoreflect.Uint32Kind:
		return protoreflect.ValueOfUint32(uint32(max(0, n)))
	case protoreflect.Fixed64Kind:
		return protoreflect.ValueOfUint64(uint64(max(0, n)))
	}
	return protoreflect.ValueOfFloat64(float64(n) / 50)
}

// raw sends bytes as they are.
type raw struct{}

func (raw) Marshal(v any) ([]byte, error)      { return v.([]byte), nil }
func (raw) Unmarshal(data []byte, v any) error { return nil }
func (raw) Name() string                       { return "proto" }

// send sends a request to the mock.
func (r *running) send(e exchange) exchange {
	if e.Name != "" {
		ctx := metadata.AppendToOutgoingContext(r.t.Context(), "x-request-id", "same")
		s := status.Convert(r.conn.Invoke(ctx, e.Name, e.Body, new(emptypb.Empty), grpc.ForceCodec(raw{})))
		text, err := proto.MarshalOptions{Deterministic: true}.Marshal(s.Proto())
		if err != nil {
			r.t.Fatal(err)
		}
		e.Status, e.Answer = int(s.Code()), text
		return e
	}
	request := httptest.NewRequest(e.Method, e.Target, bytes.NewReader(e.Body))
	if e.ContentType != "" {
		request.Header.Set("Content-Type", e.ContentType)
	}
	request.Header.Set("X-Request-Id", "same")
	w := httptest.NewRecorder()
	r.ServeHTTP(w, request)
	e.Status, e.Answer = w.Code, w.Body.Bytes()
	return e
}

// replay has the boundary of generated code answer.
func replay(t *testing.T, all []exchange) []exchange {
	t.Helper()
	kit, err := filepath.Abs("../../templates/kit")
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile("testdata/replay.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	// The fixture is internal to the kit: the program is built as if it lay in it.
	main := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(main, program, 0o600); err != nil {
		t.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {filepath.Join(kit, "internal", "replay", "main.go"): main}})
	if err != nil {
		t.Fatal(err)
	}
	mapping := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(mapping, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("go", "run", "-overlay", mapping, "./internal/replay")
	command.Dir, command.Stdin = kit, bytes.NewReader(in)
	var errs bytes.Buffer
	command.Stderr = &errs
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%.4000s", err, errs.String())
	}
	var answered []exchange
	if err := json.Unmarshal(out, &answered); err != nil {
		t.Fatal(err)
	}
	return answered
}
