package golden

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// issuer issues the tokens of a test, and tells everybody its key.
type issuer struct {
	*httptest.Server
	key *ecdsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	point, err := key.PublicKey.Bytes() // 4, x and y
	if err != nil {
		t.Fatal(err)
	}
	keys := fmt.Sprintf(`{"keys": [{"kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": "test", "x": %q, "y": %q}]}`,
		encode(point[1:33]), encode(point[33:]))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, keys) // who asks would say so
	}))
	t.Cleanup(server.Close)
	return &issuer{server, key}
}

// settings have a service take the issuer's tokens.
func (i *issuer) settings() []string {
	return []string{"AUTH=jwt", "AUTH_ISSUER=" + i.URL, "AUTH_JWKS_URL=" + i.URL}
}

// token returns a token (RFC 7519) of somebody, for a service, with the scopes of the examples and more.
func (i *issuer) token(t *testing.T, subject, tenant, service string, scopes ...string) string {
	t.Helper()
	now := time.Now().Unix()
	claims, err := json.Marshal(map[string]any{
		"iss": i.URL, "aud": service, "sub": subject, "tenant": tenant, "iat": now, "exp": now + 3600,
		"scope": strings.Join(append(scopes, "items", "items.read", "items.write"), " "),
	})
	if err != nil {
		t.Fatal(err)
	}
	signed := encode([]byte(`{"alg": "ES256", "kid": "test", "typ": "at+jwt"}`)) + "." + encode(claims)
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, i.key, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	var both [64]byte
	r.FillBytes(both[:32])
	s.FillBytes(both[32:])
	return signed + "." + encode(both[:])
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

type tokenKey struct{}

// as returns a context whose calls are those of the one whose token it is.
func as(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, tokenKey{}, token)
}

func tokenOf(ctx context.Context) string {
	token, _ := ctx.Value(tokenKey{}).(string)
	return token
}
