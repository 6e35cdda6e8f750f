package echo

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"example.com/shop/internal/platform/boundary"
	"example.com/shop/internal/platform/client"
	"example.com/shop/internal/platform/value"
	"example.com/shop/internal/platform/wire"
	"example.com/shop/internal/shapes"
)

// connect returns a generated client of the generated server, with the network between them.
func connect(t *testing.T) (*shapes.Client, string) {
	t.Helper()
	handler, err := shapes.NewHandler(shapes.Handlers{Parameters: Service{}, Bodies: Service{}, Answers: Service{}}, boundary.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	c, err := shapes.NewClient(server.URL, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c, server.URL
}

func expect(t *testing.T, got *shapes.Echo, err error, want string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if got.Body["got"] != want {
		t.Errorf("got %s\nwant %s", got.Body["got"], want)
	}
}

func TestPath(t *testing.T) {
	c, _ := connect(t)
	got, err := c.GetPath(t.Context(), &shapes.GetPathRequest{
		Simple: "a/b c;d,é", Label: -3, Matrix: shapes.Point{X: 1, Y: -2}, List: []float64{1.5, -2},
	})
	expect(t, got, err, "a/b c;d,é -3 {1 -2} [1.5 -2]")
}

func TestQuery(t *testing.T) {
	c, _ := connect(t)
	trace, err := value.ParseUUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
	if err != nil {
		t.Fatal(err)
	}
	got, err := c.GetQuery(t.Context(), &shapes.GetQueryRequest{
		QueryText: "a&b=c+d%", Many: []string{"x", "y,z"}, Spaced: []string{"1", "2"}, Piped: []string{"3", "4"}, Deep: &shapes.Point{X: 5, Y: 6},
		QueryJSON: &shapes.Tree{Name: "r", Children: []shapes.Tree{{Name: "s"}}}, Either: shapes.GetQueryEitherBool(true),
		XTrace: value.Some(trace), Session: value.Some("me"),
	})
	expect(t, got, err, `a&b=c+d% ["x" "y,z"] ["1" "2"] ["3" "4"] {5 6} r1 shapes.GetQueryEitherBool(true) 20 3f2504e0-4f89-41d3-9a0c-0305e82c3301 me`)
}

func everything() shapes.Everything {
	return shapes.Everything{
		Secret: value.Some("s3cret"), Nullable: value.Some(value.Null[string]()), Shape: &shapes.Circle{Radius: 1.5},
		Shapes: []shapes.Shape{&shapes.Square{Side: 2}, &shapes.Circle{Radius: 2}}, Mixed: shapes.EverythingMixedList{Value: []string{"a"}},
		When: time.Date(2026, 1, 31, 9, 30, 0, 5e8, time.UTC), Day: value.Date{Year: 2026, Month: time.February, Day: 28},
		Amount: value.DecimalOf(1999, 2), Data: []byte{0, 255}, Level: shapes.EverythingLevelHigh, Anything: wire.Raw(`{"free":[1]}`),
		Map: map[string]int64{"b": 2, "a": 1}, Tree: &shapes.Tree{Name: "t", Left: &shapes.Tree{Name: "l"}},
	}
}

func TestJSON(t *testing.T) {
	c, _ := connect(t)
	sent := everything()
	got, err := c.PostJSON(t.Context(), &shapes.PostJSONRequest{Body: sent})
	if err != nil {
		t.Fatal(err)
	}
	want := sent
	want.ID, want.Limit = "e-1", value.Some[int64](10)
	want.Secret.Clear()
	text := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if text(got.Body) != text(want) {
		t.Errorf("got %s\nwant %s", text(got.Body), text(want))
	}
}

func TestDeclaredFailureIsATypedError(t *testing.T) {
	c, _ := connect(t)
	body := everything()
	body.Plain.Set("teapot")
	_, err := c.PostJSON(t.Context(), &shapes.PostJSONRequest{Body: body})
	var failure *shapes.Failure
	if !errors.As(err, &failure) || failure.Status != 418 || failure.Body.Title != "I am a teapot" {
		t.Errorf("got %v", err)
	}
}

func TestRefusals(t *testing.T) {
	_, url := connect(t)
	body := `{"id":"mine","optional_null":null,"shape":{"kind":"circle","radius":0},"when":"today","day":"2026-02-30","amount":"1,5","data":"?","level":"mid","extra":1,"conditional":{"country":"DE","code":"x"}}`
	response, err := http.Post(url+"/json", "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusBadRequest || response.Header.Get("Content-Type") != "application/problem+json" {
		t.Fatal(response.Status, response.Header, err)
	}
	var detail struct{ Detail string }
	if err := json.Unmarshal(text, &detail); err != nil || !strings.Contains(detail.Detail, "9 places") {
		t.Errorf("want all nine violations: %s", text)
	}
}

func TestForm(t *testing.T) {
	c, _ := connect(t)
	got, err := c.PostForm(t.Context(), &shapes.PostFormRequest{Body: shapes.Form{Name: "Ada & Co", Tags: []string{"x", "y"}, Age: value.Some[int64](3)}})
	expect(t, got, err, `Ada & Co ["x" "y"] 3`)
}

func TestUpload(t *testing.T) {
	c, _ := connect(t)
	content := bytes.Repeat([]byte("0123456789"), 50_000)
	file := wire.File{Name: "digits.txt", ContentType: "text/plain", Size: int64(len(content)), Open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(content)), nil
	}}
	got, err := c.PostUpload(t.Context(), &shapes.PostUploadRequest{Body: shapes.PostUploadBody{Title: "digits", At: &shapes.Point{X: 1}, File: file}})
	expect(t, got, err, "digits {1 0} digits.txt 500000")
}

func TestTextAndBinary(t *testing.T) {
	c, _ := connect(t)
	text, err := c.PostText(t.Context(), &shapes.PostTextRequest{Body: "héllo\n"})
	if err != nil || text.Body != "héllo\n" {
		t.Errorf("got %v, %v", text, err)
	}
	sent := bytes.Repeat([]byte{0, 1, 255}, 1000)
	binary, err := c.PostBinary(t.Context(), &shapes.PostBinaryRequest{Body: bytes.NewReader(sent)})
	if err != nil {
		t.Fatal(err)
	}
	defer binary.Body.Close()
	if got, err := io.ReadAll(binary.Body); err != nil || !bytes.Equal(got, sent) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

func TestStreams(t *testing.T) {
	c, _ := connect(t)
	var got []string
	events, err := c.GetEvents(t.Context(), &shapes.GetEventsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for p, err := range events.Items {
		got = append(got, fmt.Sprint(p, err))
	}
	lines, err := c.GetLines(t.Context(), &shapes.GetLinesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for p, err := range lines.Items {
		got = append(got, fmt.Sprint(p, err))
	}
	want := "{0 0}<nil> {1 -1}<nil> {2 -2}<nil> {0 0}<nil> {1 -1}<nil> {2 -2}<nil> {3 -3}<nil>"
	if text := strings.Join(got, " "); strings.ReplaceAll(text, " <nil>", "<nil>") != want {
		t.Errorf("got %s", text)
	}
}

func TestAShortPageIsNotTheEnd(t *testing.T) {
	c, _ := connect(t)
	var got []int32
	for p, err := range c.ListPointsAll(t.Context(), &shapes.ListPointsRequest{}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, p.X)
	}
	if fmt.Sprint(got) != "[0 2]" {
		t.Errorf("got %v", got)
	}
}

func TestChoice(t *testing.T) {
	c, url := connect(t)
	got, err := c.GetChoice(t.Context(), &shapes.GetChoiceRequest{})
	if chosen, ok := got.(*shapes.GetChoice200); err != nil || !ok || chosen.JSON == nil || chosen.XCount != 7 {
		t.Errorf("got %v, %v", got, err)
	}
	for accept, want := range map[string]string{"text/csv": "x,y\n1,2\n", "*/*": `{"x":1,"y":2}`} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/choice", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept", accept)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || string(text) != want || response.Header.Get("X-Count") != "7" {
			t.Errorf("%s: got %s %v %v", accept, text, response.Header, err)
		}
	}
}
