package behavior_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	"github.com/bylaw-dev/bylaw/templates/kit/behavior"
	"github.com/bylaw-dev/bylaw/templates/kit/internal/shop"
)

func TestRefuse(t *testing.T) {
	d := shop.File_shop_proto.Messages().ByName("Order")
	for path, good := range map[string]bool{
		"title": true, "items": true, "items.*": true, "items.*.sku": true, "items.*.parts.*.sku": true, "card.token": true, "labels.a": true,
		"labels.`a.b`": true, "labels.*": true, "*": true, "create_time.seconds": true, "notes.fields.`x y`.number_value": true,
		"": false, ".": false, "title.": false, ".title": false, "title.x": false, "items.0": false, "items.sku": false, "items.*.x": false,
		"items.*sku": false, "card.*": false, "card.": false, "labels.": false, "labels.a.b": false, "labels.`a": false, "labels.`a`b": false,
		"payment": false, "createTime": false, "items.*.": false, "*.title": false, "labels.``": false, "items.*.*": false,
	} {
		if why := behavior.Refuse(d, path); (why == "") != good {
			t.Errorf("%q is refused: %q", path, why)
		}
	}
}

// FuzzPaths reads any mask and any path, and finds that a field which a good path names without lists and maps is covered by it.
func FuzzPaths(f *testing.F) {
	f.Add("labels.`a.b`", `order.labels["a.b"]`)
	f.Add("items.*.sku", "order.items[2].sku")
	f.Add("`", "order[[\"")
	plan := orders("UpdateOrder")
	d := shop.File_shop_proto.Messages().ByName("Order")
	f.Fuzz(func(t *testing.T, mask, field string) {
		m := &shop.UpdateOrderRequest{Order: &shop.Order{Name: "n", Title: "x"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{mask}}}
		plan.Wanted(m.ProtoReflect(), field)
		plan.Check(m.ProtoReflect(), func(field, code, description string) {})
		if plain(mask) && behavior.Refuse(d, mask) == "" &&
			!plan.Wanted(m.ProtoReflect(), "order."+mask) {
			t.Errorf("%q does not cover itself", mask)
		}
	})
}

func plain(mask string) bool {
	for _, c := range mask {
		if (c < 'a' || c > 'z') && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// TestHostileMasks holds what many paths, long ones and many mistakes cost together.
func TestHostileMasks(t *testing.T) {
	many := slices.Repeat([]string{"titles"}, 100_000)
	m := &shop.UpdateOrderRequest{Order: &shop.Order{Name: "n"}, UpdateMask: &fieldmaskpb.FieldMask{Paths: many}}
	plan := orders("UpdateOrder")
	for range 50_000 {
		m.Order.Items = append(m.Order.Items, &shop.Item{})
	}
	var got []string
	add := func(field, code, _ string) { got = append(got, field+" "+code) }
	plan.Check(m.ProtoReflect(), add)
	if len(got) < 50_001 || got[0] != "update_mask too_large" {
		t.Errorf("%d mistakes, %q first", len(got), got[0])
	}
	for i := range 999 {
		many[i] = "labels.k" + strconv.Itoa(i)
	}
	many[999] = strings.Repeat("items.*.parts.*.", 50_000) + "sku"
	m.UpdateMask.Paths = many[:1000]
	got = nil
	plan.Check(m.ProtoReflect(), add)
	if want := []string{"update_mask.paths[999] unknown_field"}; !slices.Equal(got, want) {
		t.Errorf("%d mistakes, %q first", len(got), got[:1])
	}
}
