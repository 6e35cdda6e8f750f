package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// issuer issues tokens, and tells everybody its key.
type issuer struct {
	url      string
	key      *ecdsa.PrivateKey
	listener net.Listener
}

func newIssuer() (*issuer, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	point, err := key.PublicKey.Bytes() // 4, x and y
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	keys := fmt.Sprintf(`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"load","x":%q,"y":%q}]}`, encode(point[1:33]), encode(point[33:]))
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { // until the listener is closed
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, keys) // who asks would say so
	}))
	return &issuer{"http://" + l.Addr().String(), key, l}, nil
}

func (i *issuer) close() { _ = i.listener.Close() }

// settings have a service take the issuer's tokens.
func (i *issuer) settings() []string {
	return []string{"AUTH=jwt", "AUTH_ISSUER=" + i.url, "AUTH_JWKS_URL=" + i.url}
}

// token returns a token (RFC 7519) with the scopes of the examples.
func (i *issuer) token() string {
	now := time.Now().Unix()
	claims := fmt.Sprintf(`{"iss":%q,"aud":%q,"sub":"load","tenant":"bench","iat":%d,"exp":%d,"scope":"items items.read items.write"}`, i.url, serviceName, now, now+86400)
	signed := encode([]byte(`{"alg":"ES256","kid":"load","typ":"at+jwt"}`)) + "." + encode([]byte(claims))
	sum := sha256.Sum256([]byte(signed))
	r, s, err := ecdsa.Sign(rand.Reader, i.key, sum[:])
	if err != nil {
		panic(err) // the key is one
	}
	var both [64]byte
	r.FillBytes(both[:32])
	s.FillBytes(both[32:])
	return signed + "." + encode(both[:])
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
