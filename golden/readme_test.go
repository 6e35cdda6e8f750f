package golden

import (
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// TestReadmeAnswer sends the request that the README shows, and holds the answer against the one it
// shows. Only the request's id is another each time.
func TestReadmeAnswer(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	sent := regexp.MustCompile(`(?s)-d '(\{.*?\})'`).FindSubmatch(readme)
	shown := regexp.MustCompile("(?s)```json\n(.*?)```").FindSubmatch(readme)
	if sent == nil || shown == nil {
		t.Fatal("the README shows no request with its answer")
	}
	url := serve(t, build(t, "shop", "./cmd/orders"), "-addr", "127.0.0.1:0")
	response, err := http.Post(url+"/v1/orders", "application/json", strings.NewReader(string(sent[1])))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var got, want map[string]any
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(shown[1], &want); err != nil {
		t.Fatal(err)
	}
	if got["request_id"] == "" || got["request_id"] != response.Header.Get("X-Request-Id") {
		t.Errorf("request_id is %v, the header says %q", got["request_id"], response.Header.Get("X-Request-Id"))
	}
	delete(got, "request_id")
	delete(want, "request_id")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the service answers %v, the README shows %v", got, want)
	}
}
