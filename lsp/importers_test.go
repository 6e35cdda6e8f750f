package lsp

import "testing"

func TestImports(t *testing.T) {
	files := []string{"proto/shop/v1/types.proto", "root.proto"}
	for content, want := range map[string]bool{
		`import "proto/shop/v1/types.proto";`:                     true,
		`import public "shop/v1/types.proto";`:                    true,
		`import "types.proto";`:                                   true,
		`import "root.proto";`:                                    true,
		`import "stock/v1/types.proto"; import "v1/types.proto";`: true,
		`import "stock/v1/types.proto";`:                          false,
		`import "p/v1/types.proto";`:                              false,
		`import "other/proto/shop/v1/types.proto";`:               false,
		`import "sub/root.proto";`:                                false,
		`import "mytypes.proto";`:                                 false,
		`types.proto"`:                                            true, // no import, but that costs a look only
		"":                                                        false,
	} {
		if got := imports([]byte(content), files); got != want {
			t.Errorf("%s: %v", content, got)
		}
	}
}
