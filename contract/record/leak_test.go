package record_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/internal/memtree"
	"github.com/bylaw-dev/bylaw/spec/openapi"
)

const accounts = `openapi: 3.1.0
info: {title: Accounts, version: '1'}
security: [{bearer: []}]
paths:
  /accounts/{login}:
    post:
      parameters:
        - {name: login, in: path, required: true, schema: {type: string}}
        - {name: api_key, in: query, schema: {type: string}}
        - {name: q, in: query, schema: {type: string}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: theme, in: cookie, schema: {type: string}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: {type: string, x-bylaw-pii: identifier, pattern: '^[A-Z][a-z]+$'}
                born: {type: string, format: date, x-bylaw-pii: identifier}
                password: {type: string, minLength: 12}
                pin: {type: integer, minimum: 1000}
                nickname: {type: string}
                note: {type: string}
                mail: {type: string}
                card: {type: string}
                contacts: {type: object, additionalProperties: {type: string}}
                free: {}
                address:
                  type: object
                  x-bylaw-pii: contact
                  properties: {street: {type: string}, city: {type: string}, floor: {type: integer}}
      responses:
        '200':
          description: the account
          headers: {X-Session: {schema: {type: string}}}
          content:
            application/json:
              schema:
                type: object
                properties:
                  access_token: {type: string}
                  greeting: {type: string}
                  state: {type: string, enum: [open, closed]}
                  history: {type: array, items: {type: object, properties: {text: {type: string}}}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Shop}
`

// planted are the secrets that consumer and provider send, each where something else tells it from data.
var planted = []string{
	"grace@hopper.example", "key-5d41402abc4b", "tr4ceSecretValue0042", "c00kieMonster", "Bearer-t0ken-1234567", "shop-key-77", "dXNlcjpwYXNz",
	"Grace", "1906-12-09", "correct horse battery", "987654", "Amazing", "sk_live_4eC39HqLyjWDarjtT1zdp7dc", "note-mentions", "4111 1111 1111 1111",
	"Aunt Mary", "+1-202-555", "freeform-thing", "Elm Street", "Arlington", "sess-0a1b2c", "tok-9f8e7d", "set-c00kie-value", "hunter2basic", "undeclared-value", "undeclared-key",
}

func account(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	greeting := "Hello Grace"
	if bytes.Contains(body, []byte("Elm Street")) {
		greeting += ", of Elm Street"
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Session", "sess-0a1b2c")
	w.Header().Add("Set-Cookie", "sid=set-c00kie-value; Path=/; HttpOnly")
	w.Header().Set("WWW-Authenticate", `Bearer realm="plain", error="open"`)
	fmt.Fprint(w, `{"access_token":"tok-9f8e7d","greeting":"`+greeting+`","state":"open",
		"history":[{"text":"plain"},{"text":"paid with 4111 1111 1111 1111"}],"undeclared-key":"undeclared-value"}`)
}

const accountBody = `{"name":"Grace","born":"1906-12-09","password":"correct horse battery","pin":987654,"nickname":"Amazing",
	"note":"note-mentions sk_live_4eC39HqLyjWDarjtT1zdp7dc","mail":"grace@hopper.example","card":"4111 1111 1111 1111",
	"contacts":{"Aunt Mary":"+1-202-555"},"free":{"x":"freeform-thing"},"address":{"street":"Elm Street","city":"Arlington","floor":3}}`

func callAccount(r *recording) {
	r.call("POST", "/accounts/grace@hopper.example?api_key=key-5d41402abc4b&q=Arlington", accountBody,
		"Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("ada:hunter2basic")), "Cookie", "theme=c00kieMonster", "X-Trace", "tr4ceSecretValue0042",
		"X-Shop", "shop-key-77")
}

// TestNothingLeaks plants secrets wherever something can tell them from data, and looks for them in all that is written and told.
func TestNothingLeaks(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(account))
	defer upstream.Close()
	r := start(t, accounts, upstream.URL, nil, record.Options{Names: []string{"nickName"}})
	callAccount(r)
	c := r.read()
	if len(c.Interactions) != 1 || !contains(c, r.went[0]) {
		t.Fatalf("it is not recorded: %s", strings.Join(r.told, "\n"))
	}
	r.lacks(planted...)
	content, _ := os.ReadFile(r.file)
	for _, kept := range []string{`"state": "open"`, `"text": "plain"`} {
		if !bytes.Contains(content, []byte(kept)) {
			t.Errorf("%s is no secret, but isn't written", kept)
		}
	}
	for _, told := range []string{
		"header Authorization of the request is not written (a credential)", "header Set-Cookie of the answer 200", "header X-Shop of the request is not written (an API key)",
		"$.name of the request is not written (personal data: identifier)", "$.nickname of the request is not written (configured)",
		"$.greeting of the answer 200 is not written (something is in it that must not be written)", "cookie theme of the request is not written (a cookie)",
		"the answer 200 has a field of $ that the spec doesn't declare; it is left out",
	} {
		if !strings.Contains(strings.Join(r.told, "\n"), told) {
			t.Errorf("it isn't told: %s", told)
		}
	}
	if testing.Verbose() {
		t.Logf("%s\n%s", content, strings.Join(r.told, "\n"))
	}
}

// TestRefusedLeaksNothing refuses what can't be told apart, and tells it without what is in it.
func TestRefusedLeaksNothing(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(account))
	defer upstream.Close()
	r := start(t, accounts, upstream.URL, nil, record.Options{})
	if err := os.WriteFile(r.file, r.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	r.call("POST", "/nowhere/s3cretSegment", "{}")
	r.call("POST", "/accounts/x", `{"pin":"s3cretPin"}`)
	r.call("POST", "/accounts/x", `{"s3cretField":1}`)
	r.call("POST", "/accounts/x?s3cretParameter=1", "")
	r.call("POST", "/accounts/x", "a=s3cretForm", "Content-Type", "application/x-www-form-urlencoded")
	r.call("POST", "/accounts/x", `{"s3cretBroken`)
	if n := len(r.read().Interactions); n != 0 {
		t.Errorf("%d were recorded", n)
	}
	r.lacks("s3cret")
	if s := r.Result(); s.Seen != 6 || len(s.Findings) < 6 {
		t.Errorf("%d seen: %v", s.Seen, r.told)
	}
}

// TestRemembered redacts in later exchanges what was secret in an earlier one, and what the spec says nothing of.
func TestRemembered(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(account))
	defer upstream.Close()
	r := start(t, accounts, upstream.URL, nil, record.Options{})
	callAccount(r)
	r.call("POST", "/accounts/plain?q=to%20Arlington%20only", "")
	r.call("POST", "/accounts/hunter2basic", `{"free":"plain words","nickname":"kept words"}`)
	if c := r.read(); len(c.Interactions) != 3 || !contains(c, r.went[1]) || !contains(c, r.went[2]) {
		t.Error(r.told)
	}
	r.lacks("Arlington", "hunter2basic", "plain words")
	if content := string(r.Bytes()); !strings.Contains(content, "kept words") {
		t.Error("more is redacted than there is reason for")
	}
}

// TestMain is also the recorder that TestKilled kills.
func TestMain(m *testing.M) {
	if os.Getenv("RECORD_FILE") != "" {
		if err := recordForEver(os.Getenv("RECORD_FILE"), os.Getenv("RECORD_UPSTREAM")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func recordForEver(path, upstream string) error {
	apis, _ := openapi.Load(context.Background(), openapi.Config{Tree: memtree.New(map[string]string{"api.yaml": accounts}), Roots: []string{"api.yaml"}})
	file, err := record.Create(path, false)
	if err != nil {
		return err
	}
	r, err := record.New(apis, record.Options{Consumer: "web", Provider: "accounts", Names: []string{"nickname"}, Save: file.Write})
	if err != nil {
		return err
	}
	to, err := url.Parse(upstream)
	if err != nil {
		return err
	}
	fmt.Println(httptest.NewServer(r.Proxy(to, nil)).URL)
	select {}
}

// TestKilled kills recorders in the middle, and finds each file whole: with all that was answered, and without secrets.
func TestKilled(t *testing.T) {
	upstream := httptest.NewServer(http.HandlerFunc(account))
	defer upstream.Close()
	for round := range 5 {
		folder := t.TempDir()
		file := filepath.Join(folder, "contract.json")
		command := exec.Command(os.Args[0], "-test.run=^$")
		command.Env = append(os.Environ(), "RECORD_FILE="+file, "RECORD_UPSTREAM="+upstream.URL)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		var base string
		if _, err := fmt.Fscanln(out, &base); err != nil {
			t.Fatal(err)
		}
		r := &recording{t: t, url: base, file: file}
		killed := make(chan struct{})
		go func() {
			time.Sleep(time.Duration(20+round*17) * time.Millisecond)
			_ = command.Process.Kill()
			_ = command.Wait()
			close(killed)
		}()
		r.untilKilled()
		<-killed
		lacks(t, folder, planted...)
		if len(r.went) == 0 {
			continue // it was killed before it answered
		}
		c := readContract(t, file)
		for _, x := range r.went {
			if !contains(c, x) {
				t.Errorf("round %d: %s?%s was answered, but is not in the file", round, x.Path, x.RawQuery)
			}
		}
		t.Logf("round %d: %d answered, %d interactions", round, len(r.went), len(c.Interactions))
	}
}

// untilKilled sends ever new kinds of requests until nobody answers.
func (r *recording) untilKilled() {
	for n := 0; ; n++ {
		body := `{"name":"Grace","password":"correct horse battery"`
		for i, member := range []string{`"pin":987654`, `"nickname":"Amazing"`, `"mail":"grace@hopper.example"`, `"card":"4111 1111 1111 1111"`, `"born":"1906-12-09"`, `"address":{"city":"Arlington"}`, `"contacts":{}`} {
			if n>>i&1 == 1 {
				body += "," + member
			}
		}
		body += "}"
		q, _ := http.NewRequest("POST", r.url+"/accounts/plain", strings.NewReader(body))
		q.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(q)
		if err != nil {
			return
		}
		content, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			return
		}
		r.went = append(r.went, &record.Exchange{
			Method: "POST", Path: "/accounts/plain", Header: q.Header, Body: []byte(body), Status: answer.StatusCode, AnswerHeader: answer.Header, Answer: content,
		})
	}
}
