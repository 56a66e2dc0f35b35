//! Many rows in few statements.

use super::value::Value;

/// How many rows a statement takes. Few sizes, so that their texts stay prepared.
const SIZES: [usize; 4] = [256, 32, 4, 1];

/// How values are marked in a statement. SQLite looks a numbered mark up among all earlier ones, which
/// for many rows takes longer than the rows.
#[derive(Clone, Copy)]
pub(super) enum Marks {
    Plain,
    Numbered,
}

/// Cuts rows into statements of a few sizes.
pub(super) fn statements(
    into: &str,
    rows: Vec<Vec<Value>>,
    marks: Marks,
) -> Vec<(String, Vec<Value>)> {
    let columns = rows.first().map_or(0, Vec::len);
    let mut left = rows.len();
    let mut rows = rows.into_iter();
    let mut statements = Vec::new();
    for size in SIZES {
        while left >= size {
            left -= size;
            let values = rows.by_ref().take(size).flatten().collect();
            statements.push((text(into, size, columns, marks), values));
        }
    }
    statements
}

fn text(into: &str, rows: usize, columns: usize, marks: Marks) -> String {
    let mut text = format!("{into} values ");
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 0..columns {
            if column > 0 {
                text.push_str(", ");
            }
            match marks {
                Marks::Plain => text.push('?'),
                Marks::Numbered => text.push_str(&format!("${}", row * columns + column + 1)),
            }
        }
        text.push(')');
    }
    text
}

/// A list of ids for `in (…)`, beginning after the mark `$from`, and its values: filled up with the last
/// one to a power of two, so that few texts stay prepared. Empty for no ids.
pub fn id_list(ids: &[uuid::Uuid], from: usize) -> (String, Vec<Value>) {
    let Some(last) = ids.last() else {
        return (String::new(), Vec::new());
    };
    let size = ids.len().next_power_of_two();
    let marks: Vec<_> = (1..=size).map(|n| format!("${}", from + n)).collect();
    let filled = ids
        .iter()
        .chain(std::iter::repeat_n(last, size - ids.len()));
    (marks.join(", "), filled.map(|id| Value::Id(*id)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_a_few_sizes_and_none_is_lost() {
        let rows = |n: i64| (0..n).map(|i| vec![Value::Int(i), Value::Null]).collect();
        for (count, sizes) in [(0, vec![]), (3, vec![1; 3]), (294, vec![256, 32, 4, 1, 1])] {
            let cut = statements("insert into t (a, b)", rows(count), Marks::Plain);
            let found: Vec<_> = cut.iter().map(|(_, values)| values.len() / 2).collect();
            assert_eq!(found, sizes);
            let numbers = cut.into_iter().flat_map(|(_, values)| values);
            let numbers: Vec<_> = numbers.filter(|v| *v != Value::Null).collect();
            assert_eq!(numbers, (0..count).map(Value::Int).collect::<Vec<_>>());
        }
        let one = statements("insert into t (a, b)", rows(4), Marks::Numbered);
        assert!(
            one[0]
                .0
                .ends_with("values ($1, $2), ($3, $4), ($5, $6), ($7, $8)")
        );
    }

    #[test]
    fn a_list_of_ids_is_filled_up() {
        let ids: Vec<_> = (1..=3).map(uuid::Uuid::from_u128).collect();
        let (marks, values) = id_list(&ids, 2);
        assert_eq!(marks, "$3, $4, $5, $6");
        assert_eq!(values.len(), 4);
        assert_eq!(values[2], values[3]);
    }
}
